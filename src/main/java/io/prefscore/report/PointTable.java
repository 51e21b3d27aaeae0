package io.prefscore.report;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.config.NearestKey;
import io.prefscore.config.PointColumns;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.config.WrittenNumber;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A table of points as it stands in a file. Sizes and figures that make no sense travel on, and are named where curves are
 * fitted; what is no number at all is an error here. Driver side.
 */
final class PointTable {

    /** More rows than anybody has models and slices: some other table was named. */
    private static final int MOST_POINTS = 1_000_000;

    private static final double PER_CENT = 0.01;

    private static final Set<String> UNKNOWN = Set.of("", "nan", "na", "null", "none");

    /** What a column can hold, by the name of its flag. */
    enum Role {
        N,
        D,
        C,
        LOSS,
        LOSS_SE,
        ACCURACY,
        ACCURACY_SE,
        SLICE,
        NAME,
        KL,
        BEST_OF_N,
        REWARD,
        REWARD_SE;

        /** As in {@code --loss-se}. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** A number as people write it in such a column. */
        private double read(String text) {
            return switch (this) {
                case N, D, C, BEST_OF_N -> WrittenNumber.size(text);
                case ACCURACY, ACCURACY_SE -> WrittenNumber.share(text);
                case LOSS, LOSS_SE, SLICE, NAME, KL, REWARD, REWARD_SE -> WrittenNumber.plain(text);
            };
        }

        private String example() {
            return switch (this) {
                case N, D, C, BEST_OF_N -> "7.2e10 or 72B";
                case ACCURACY, ACCURACY_SE -> "0.676 or 67.6 %";
                case LOSS, LOSS_SE, SLICE, NAME, KL, REWARD, REWARD_SE -> "0.482";
            };
        }

        private Optional<String> column(PointColumns columns) {
            return switch (this) {
                case N -> columns.parameters();
                case D -> columns.data();
                case C -> columns.compute();
                case LOSS -> columns.loss();
                case LOSS_SE -> columns.lossError();
                case ACCURACY -> columns.accuracy();
                case ACCURACY_SE -> columns.accuracyError();
                case SLICE -> columns.slice();
                case NAME -> columns.name();
                case KL -> columns.divergence();
                case BEST_OF_N -> columns.bestOf();
                case REWARD -> columns.reward();
                case REWARD_SE -> columns.rewardError();
            };
        }
    }

    /**
     * A row of the table.
     *
     * @param place file and row, for messages
     * @param cells texts by role; null where a cell is empty
     * @param factors by which what is written in a column without a per cent sign is multiplied; 1 where there is none
     */
    record Line(String place, Map<Role, @Nullable String> cells, Map<Role, Double> factors) {

        /** Empty where there is none. */
        String text(Role role) {
            String text = cells.get(role);
            return text == null ? "" : text;
        }

        /** NaN where there is none. */
        double number(Role role) {
            String text = text(role).strip();
            if (UNKNOWN.contains(text.toLowerCase(Locale.ROOT))) {
                return Double.NaN;
            }
            try {
                return WrittenNumber.isPerCent(text)
                        ? role.read(text)
                        : factors.getOrDefault(role, 1.0) * role.read(text);
            } catch (NumberFormatException malformed) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        place + ": " + role.label() + " must be a number such as " + role.example() + "; found \""
                                + text(role) + "\"",
                        malformed);
            }
        }

        private boolean isPerCent(Role role) {
            return WrittenNumber.isPerCent(text(role));
        }

        private Line with(Map<Role, Double> others) {
            return new Line(place, cells, others);
        }
    }

    private final String source;
    private final Map<Role, String> columns;
    private final List<Line> lines;

    private PointTable(String source, Map<Role, String> columns, List<Line> lines) {
        this.source = source;
        this.columns = columns;
        this.lines = lines;
    }

    /**
     * Reads a table.
     *
     * @param path of Parquet, JSON lines or CSV
     * @throws UserError where it cannot be read, or lacks a column that the settings name
     */
    static PointTable read(SparkSession spark, String path, PointColumns named) {
        InputSettings input = new SettingsReader()
                .flag("--points", "input.paths", List.of(path))
                .read(SettingsUse.TRANSFORM)
                .input();
        InputTable table = new InputReader(spark, input).open();
        Map<Role, String> columns = columns(table, named);
        List<Column> cells = new ArrayList<>(List.of(col(InputTable.NAME), col(InputTable.DEFECT_DETAIL)));
        columns.values()
                .forEach(
                        column -> cells.add(col(InputTable.ROW).getField(column).cast("string")));
        List<Row> rows = table.rows()
                .select(cells.toArray(Column[]::new))
                .limit(MOST_POINTS + 1)
                .collectAsList();
        if (rows.size() > MOST_POINTS) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    path + ": has more than " + MOST_POINTS
                            + " rows; a table of points has one for each model and slice, so this must be another table");
        }
        UnaryOperator<String> places =
                table.places(rows.stream().map(row -> row.getString(0)).collect(Collectors.toSet()));
        return new PointTable(
                table.source(),
                columns,
                inShares(
                        table.source(),
                        rows.stream().map(row -> line(places, columns, row)).toList()));
    }

    private static Line line(UnaryOperator<String> places, Map<Role, String> columns, Row row) {
        String place = places.apply(row.getString(0));
        if (!row.isNullAt(1)) {
            throw new UserError(UserError.Kind.INPUT, place + ": cannot be read: " + row.getString(1));
        }
        Map<Role, @Nullable String> cells = new EnumMap<>(Role.class);
        int cell = 2;
        for (Role role : columns.keySet()) {
            cells.put(role, row.getString(cell));
            cell++;
        }
        return new Line(place, cells, Map.of());
    }

    /** The same lines, accuracies that can only be per cent read as such, and their standard errors with them. */
    private static List<Line> inShares(String source, List<Line> lines) {
        List<Line> written = lines.stream()
                .filter(line -> !Double.isNaN(line.number(Role.ACCURACY)))
                .toList();
        double[] plain = written.stream()
                .filter(line -> !line.isPerCent(Role.ACCURACY))
                .mapToDouble(line -> line.number(Role.ACCURACY))
                .sorted()
                .toArray();
        boolean perCent = Arrays.stream(plain).anyMatch(accuracy -> accuracy > 1);
        double[] shares = Arrays.stream(plain)
                .filter(accuracy -> accuracy > 0 && accuracy <= 1)
                .toArray();
        double most = plain.length == 0 ? 0 : plain[plain.length - 1];
        if (perCent && (shares.length > 0 || most > 100)) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    source + ": accuracies must all be shares, 0 to 1, or all be per cent, 1 to 100; found "
                            + (shares.length > 0 ? shares[0] + " and " : "") + most
                            + "; write them all one way, or a % behind those that are per cent");
        }
        boolean signs = plain.length == 0 && !written.isEmpty();
        Map<Role, Double> factors = new EnumMap<>(Role.class);
        factors.put(Role.ACCURACY, perCent ? PER_CENT : 1);
        factors.put(Role.ACCURACY_SE, perCent || signs ? PER_CENT : 1);
        List<Line> read = lines.stream().map(line -> line.with(factors)).toList();
        read.forEach(PointTable::requireError);
        return read;
    }

    /** A share's standard error is one half at the very most, that of a single toss of a coin. */
    private static void requireError(Line line) {
        double error = line.number(Role.ACCURACY_SE);
        if (error > 0.5) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    line.place() + ": accuracy-se must be a share as the accuracy is, 0.5 at most; found \""
                            + line.text(Role.ACCURACY_SE) + "\"; write a % behind it if it is per cent");
        }
    }

    /** Columns that the settings name, and those that go by the roles' own names. */
    private static Map<Role, String> columns(InputTable table, PointColumns named) {
        List<String> found = Arrays.asList(table.columns().fieldNames());
        Map<Role, String> columns = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Optional<String> wanted = role.column(named);
            wanted.filter(column -> !found.contains(column)).ifPresent(column -> {
                throw new UserError(
                        UserError.Kind.INPUT,
                        "--" + role.label() + " " + column + ": " + table.source()
                                + " has no such column; the nearest is " + NearestKey.to(column, found) + "; found: "
                                + String.join(", ", found));
            });
            wanted.or(() -> found.stream()
                            .filter(column -> column.toLowerCase(Locale.ROOT)
                                    .replace('_', '-')
                                    .equals(role.label()))
                            .findFirst())
                    .ifPresent(column -> columns.put(role, column));
        }
        require(table, columns, "what was measured", Role.LOSS, Role.ACCURACY, Role.REWARD);
        require(table, columns, "sizes", Role.N, Role.D, Role.C, Role.KL, Role.BEST_OF_N);
        if (columns.containsKey(Role.REWARD)) {
            require(table, columns, "how far policies are from where they began", Role.KL, Role.BEST_OF_N);
        }
        return columns;
    }

    private static void require(InputTable table, Map<Role, String> columns, String what, Role... anyOf) {
        if (Arrays.stream(anyOf).noneMatch(columns::containsKey)) {
            throw new UserError(
                    UserError.Kind.INPUT,
                    table.source() + ": no column is known to hold " + what + "; give one of "
                            + String.join(
                                    ", ",
                                    Arrays.stream(anyOf)
                                            .map(role -> "--" + role.label())
                                            .toList())
                            + "; found: " + String.join(", ", table.columns().fieldNames()));
        }
    }

    /** What the user named. */
    String source() {
        return source;
    }

    /** Which column holds what, by role. */
    Map<Role, String> columns() {
        return columns;
    }

    /** Whether accuracies without a per cent sign were read as per cent. */
    boolean isInPerCent() {
        return lines.stream().anyMatch(line -> line.factors().getOrDefault(Role.ACCURACY, 1.0) < 1);
    }

    /** In no particular order. */
    List<Line> lines() {
        return lines;
    }
}
