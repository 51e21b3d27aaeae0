package io.prefscore.cli;

import io.prefscore.config.Settings;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * What the demo puts into folders before it scores: the data and the model. Each of them appears whole or not at all, so
 * that a demo that was cut short goes on where it was. Driver side.
 */
final class DemoFolders {

    /** In the data's folder, where readers pass over names that begin like this. */
    private static final String RECIPE = "_RECIPE.txt";

    private DemoFolders() {}

    /**
     * Makes the settings' input and model, each unless it is there already.
     *
     * @throws UserError if something else is there, or nothing can be written
     */
    static void fill(SparkSession spark, DemoData data, Settings settings) {
        Path input = new Path(settings.input().paths().get(0));
        try {
            FileSystem fileSystem = input.getFileSystem(spark.sparkContext().hadoopConfiguration());
            if (fileSystem.exists(input)) {
                refuseOthers(fileSystem, input, data);
            } else {
                write(spark, fileSystem, input, data);
            }
        } catch (IOException failure) {
            throw new UserError(UserError.Kind.OUTPUT, input + ": cannot be written: " + failure.getMessage(), failure);
        }
        unpackModel(java.nio.file.Path.of(settings.model().path()));
    }

    private static void refuseOthers(FileSystem fileSystem, Path input, DemoData data) throws IOException {
        Path recipe = new Path(input, RECIPE);
        if (!fileSystem.exists(recipe)) {
            throw new UserError(
                    UserError.Kind.OUTPUT, input + ": holds no data of a demo; choose another output folder");
        }
        try (InputStream stream = fileSystem.open(recipe)) {
            String found = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            if (!found.equals(data.recipe())) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        input + ": holds other pairs, made with " + oneLine(found) + "; now asked for are "
                                + oneLine(data.recipe()) + "; remove the folder or choose another output folder");
            }
        }
    }

    private static String oneLine(String recipe) {
        return recipe.strip().replace("\n", ", ");
    }

    private static void write(SparkSession spark, FileSystem fileSystem, Path input, DemoData data) throws IOException {
        Path unfinished = new Path(input.getParent(), "_" + input.getName() + "-unfinished");
        data.table(spark).write().mode(SaveMode.Overwrite).parquet(unfinished.toString());
        try (OutputStream recipe = fileSystem.create(new Path(unfinished, RECIPE))) {
            recipe.write(data.recipe().getBytes(StandardCharsets.UTF_8));
        }
        if (!fileSystem.rename(unfinished, input)) {
            throw new IOException(unfinished + " could not be renamed");
        }
    }

    private static void unpackModel(java.nio.file.Path folder) {
        try {
            BuiltInModel.unpackTo(folder);
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    folder + ": cannot take the built-in model: " + failure.getMessage(),
                    failure);
        }
    }
}
