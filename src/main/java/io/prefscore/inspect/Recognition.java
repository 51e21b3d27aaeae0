package io.prefscore.inspect;

import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchema;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.RowParser;
import io.prefscore.preference.UserError;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;

/**
 * How a data set is read.
 *
 * @param told what the user is told of it
 * @param parser turns rows into examples
 * @param grouping what makes an example
 */
record Recognition(Inspection.Recognised told, RowParser parser, Grouping grouping) {

    /**
     * Recognises the schema of an input.
     *
     * @param forced name of the schema to take, if the user named one
     * @throws UserError where none fits
     */
    static Recognition of(InputTable input, Optional<String> forced) {
        PreferenceSchema schema = PreferenceSchemas.recognise(input.columns(), forced);
        String needed = schema.columns().stream()
                .map(PreferenceSchema.NeededColumn::name)
                .collect(Collectors.joining(", "));
        String reason = forced.isPresent() ? "as the settings say" : "by the columns " + needed;
        Inspection.Recognised told = new Inspection.Recognised(
                schema.name(),
                reason,
                PreferenceSchemas.all().stream()
                        .map(PreferenceSchema::name)
                        .filter(name -> !name.equals(schema.name()) && fits(name, input.columns()))
                        .toList());
        return new Recognition(told, schema.bind(input.columns()), Grouping.BY_ROW);
    }

    private static boolean fits(String schema, StructType columns) {
        try {
            PreferenceSchemas.recognise(columns, Optional.of(schema));
            return true;
        } catch (UserError doesNot) {
            return false;
        }
    }
}
