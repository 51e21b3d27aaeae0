package io.prefscore.report;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.InputSettings;
import io.prefscore.config.NearestKey;
import io.prefscore.config.PointColumns;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
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
     */
    record Line(String place, Map<Role, @Nullable String> cells) {

        /** Empty where there is none. */
        String text(Role role) {
            String text = cells.get(role);
            return text == null ? "" : text;
        }

        /** NaN where there is none. */
        double number(Role role) {
            String text = text(role).strip().toLowerCase(Locale.ROOT);
            if (UNKNOWN.contains(text)) {
                return Double.NaN;
            }
            try {
                return Double.parseDouble(text.replaceFirst("^([+-]?)inf(inity)?$", "$1Infinity"));
            } catch (NumberFormatException malformed) {
                throw new UserError(
                        UserError.Kind.INPUT,
                        place + ": " + role.label() + " must be a number such as 7.2e10; found \"" + text(role) + "\"",
                        malformed);
            }
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
                rows.stream().map(row -> line(places, columns, row)).toList());
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
        return new Line(place, cells);
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

    /** In no particular order. */
    List<Line> lines() {
        return lines;
    }
}
