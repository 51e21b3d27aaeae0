package io.prefscore.dataset;

import io.prefscore.preference.UserError;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** Says in our words which file or table Spark could not read. */
public final class ReadFailures {

    private static final Pattern FILE =
            Pattern.compile("[a-z0-9]+:/[^\\s,;'\"]*\\.(?:parq|parquet|jsonl|json|ndjson|csv|tsv)[.a-z0-9]*");

    /** The name by which Spark 3.5 has what is FAILED_READ_FILE in 4.0. */
    private static final String FAILED_READ_FILE_IN_3_5 = "_LEGACY_ERROR_TEMP_2064";

    /** The names by which Spark 3.5 has what is PARQUET_TYPE_… in 4.0. */
    private static final Set<String> ILLEGAL_PARQUET_TYPES_IN_3_5 =
            Set.of("_LEGACY_ERROR_TEMP_1172", "_LEGACY_ERROR_TEMP_1173", "_LEGACY_ERROR_TEMP_1174");

    private static final String FILE_SCAN = "org.apache.spark.sql.execution.datasources.FileScanRDD";

    private ReadFailures() {}

    /** The user's error at the bottom of a failure of Spark's, if there is one. */
    public static Optional<UserError> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError known) {
                return Optional.of(known);
            }
            if (cause instanceof SparkThrowable spark) {
                Throwable shown = cause;
                Optional<String> message =
                        condition(spark).flatMap(name -> message(name, spark.getMessageParameters(), shown));
                if (message.isPresent()) {
                    return Optional.of(new UserError(UserError.Kind.INPUT, message.orElseThrow(), failure));
                }
            }
            if (brokeOff(cause)) {
                return Optional.of(unreadable(file(cause), failure));
            }
        }
        return Optional.empty();
    }

    /**
     * What to throw in place of a failure of Spark's, which throws checked exceptions that it does not declare: the user's
     * error at its bottom, else the failure itself.
     */
    public static RuntimeException unchecked(Exception failure) {
        return explain(failure)
                .map(RuntimeException.class::cast)
                .orElseGet(() ->
                        failure instanceof RuntimeException already ? already : new IllegalStateException(failure));
    }

    /** What Spark calls the failure, asked for in the way that 3.5 shares with 4.0, if it has a name. */
    @SuppressWarnings("deprecation")
    private static Optional<String> condition(SparkThrowable failure) {
        return Optional.ofNullable(failure.getErrorClass());
    }

    /**
     * Whether the reading of a file broke off in its midst. Spark 4.0 says so by a failure of its own; 3.5 lets the cause
     * through as it is, and does not tell which file it was.
     */
    private static boolean brokeOff(Throwable cause) {
        return cause instanceof IOException
                && Arrays.stream(cause.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().startsWith(FILE_SCAN));
    }

    private static Optional<String> message(String condition, Map<String, String> parameters, Throwable cause) {
        if (condition.startsWith("TABLE_OR_VIEW_NOT_FOUND")) {
            return Optional.of("input.table: there is no table " + parameters.getOrDefault("relationName", ""));
        }
        if (condition.startsWith("PARQUET_TYPE") || ILLEGAL_PARQUET_TYPES_IN_3_5.contains(condition)) {
            return Optional.of("the files have a column of the type " + parameters.getOrDefault("parquetType", "")
                    + ", which Spark cannot read; write the files again without that column, or as another type, such as"
                    + " text");
        }
        if (condition.startsWith("FAILED_READ_FILE")
                || condition.startsWith("CANNOT_READ_FILE_FOOTER")
                || condition.equals(FAILED_READ_FILE_IN_3_5)) {
            String path = parameters.getOrDefault("path", parameters.getOrDefault("file", file(cause)));
            return Optional.of(cannotBeRead(path, cause));
        }
        if (condition.startsWith("CANNOT_MERGE_SCHEMAS")) {
            return Optional.of("the files' columns do not fit together: " + rootMessage(cause));
        }
        if (condition.startsWith("COLUMN_ALREADY_EXISTS") || condition.startsWith("AMBIGUOUS")) {
            return Optional.of("two columns differ in nothing but capitals: "
                    + parameters.getOrDefault("columnName", parameters.getOrDefault("field", ""))
                    + "; set spark.sql.caseSensitive=true or rename one");
        }
        if (condition.startsWith("CONFLICTING_PARTITION_COLUMN_NAMES")) {
            return Optional.of("the names of folders make different columns in different places: "
                    + parameters.getOrDefault("distinctPartColLists", "").strip()
                    + "; give the folders below one by one");
        }
        if (condition.startsWith("PATH_NOT_FOUND")) {
            return Optional.of(parameters.getOrDefault("path", "") + ": no such file or folder");
        }
        return Optional.empty();
    }

    /** What to say of a file that cannot be read. */
    static UserError unreadable(String path, Throwable failure) {
        return new UserError(UserError.Kind.INPUT, cannotBeRead(path, failure), failure);
    }

    private static String cannotBeRead(String path, Throwable failure) {
        return path + ": cannot be read: " + rootMessage(failure) + "; mend or remove the file";
    }

    private static String file(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher matcher = FILE.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return matcher.group();
            }
        }
        return "an input file";
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().lines().findFirst().orElse("");
    }
}
