package io.prefscore.cli;

import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.ModelFamily;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * What the demo puts into folders before it scores: the data and the models. Each of them appears whole or not at all, so
 * that a demo that was cut short goes on where it was. Driver side.
 */
final class DemoFolders {

    /** In the data's folder, where readers pass over names that begin like this. */
    private static final String RECIPE = "_RECIPE.txt";

    private DemoFolders() {}

    /**
     * Makes data and models of a plan, each unless it is there already.
     *
     * @throws UserError if something else is there, or nothing can be written
     */
    static void fill(SparkSession spark, DemoPlan plan) {
        table(spark, plan.dataFolder(), plan.data().table(spark), plan.data().recipe());
        table(spark, plan.groupsFolder(), plan.data().groups(spark), plan.data().recipe());
        plan.mislabelled()
                .ifPresent(mislabelled -> table(
                        spark,
                        plan.mislabelledFolder(),
                        mislabelled.data().table(spark),
                        mislabelled.data().recipe()));
        for (DemoPlan.Scoring scoring : plan.scorings()) {
            unpackModel(
                    scoring.model(),
                    java.nio.file.Path.of(scoring.settings().model().path()));
        }
        writeManifest(java.nio.file.Path.of(plan.modelsFolder(), ModelFamily.MANIFEST));
    }

    private static void table(SparkSession spark, String folder, Dataset<Row> table, String recipe) {
        Path path = new Path(folder);
        try {
            FileSystem fileSystem = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            if (fileSystem.exists(path)) {
                refuseOthers(fileSystem, path, recipe);
            } else {
                write(fileSystem, path, table, recipe);
            }
        } catch (IOException failure) {
            throw new UserError(UserError.Kind.OUTPUT, path + ": cannot be written: " + failure.getMessage(), failure);
        }
    }

    private static void refuseOthers(FileSystem fileSystem, Path folder, String expected) throws IOException {
        Path recipe = new Path(folder, RECIPE);
        if (!fileSystem.exists(recipe)) {
            throw new UserError(
                    UserError.Kind.OUTPUT, folder + ": holds no data of a demo; choose another output folder");
        }
        try (InputStream stream = fileSystem.open(recipe)) {
            String found = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            if (!found.equals(expected)) {
                throw new UserError(
                        UserError.Kind.OUTPUT,
                        folder + ": holds other pairs, made with " + oneLine(found) + "; now asked for are "
                                + oneLine(expected) + "; remove the folder or choose another output folder");
            }
        }
    }

    private static String oneLine(String recipe) {
        return recipe.strip().replace("\n", ", ");
    }

    private static void write(FileSystem fileSystem, Path folder, Dataset<Row> table, String recipe)
            throws IOException {
        Path unfinished = new Path(folder.getParent(), "_" + folder.getName() + "-unfinished");
        table.write().mode(SaveMode.Overwrite).parquet(unfinished.toString());
        try (OutputStream stream = fileSystem.create(new Path(unfinished, RECIPE))) {
            stream.write(recipe.getBytes(StandardCharsets.UTF_8));
        }
        if (!fileSystem.rename(unfinished, folder)) {
            throw new IOException(unfinished + " could not be renamed");
        }
    }

    private static void unpackModel(BuiltInModel model, java.nio.file.Path folder) {
        try {
            model.unpackTo(folder);
        } catch (IOException failure) {
            throw new UserError(
                    UserError.Kind.OUTPUT,
                    folder + ": cannot take the built-in model: " + failure.getMessage(),
                    failure);
        }
    }

    private static void writeManifest(java.nio.file.Path file) {
        try (InputStream manifest = ModelFamily.openManifest()) {
            Files.copy(manifest, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UserError(UserError.Kind.OUTPUT, file + ": cannot be written: " + failure.getMessage(), failure);
        }
    }
}
