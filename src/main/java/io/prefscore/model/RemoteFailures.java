package io.prefscore.model;

import io.prefscore.preference.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens the file systems of model folders, and says in our words what is wrong with them. */
final class RemoteFailures {

    private RemoteFailures() {}

    /** A client of its own, so that no setting of another one counts; the caller closes it. */
    static FileSystem open(String folder, Configuration hadoop) throws IOException {
        Path path = new Path(folder);
        try {
            return FileSystem.newInstance(path.toUri(), hadoop);
        } catch (RuntimeException failure) {
            // how Hadoop says that a class is missing
            throw new IOException(failure);
        }
    }

    static UserError explained(String folder, IOException failure) {
        if (failure instanceof FileNotFoundException) {
            return new UserError(UserError.Kind.MODEL, folder + ": no such folder", failure);
        }
        return new UserError(UserError.Kind.MODEL, folder + ": cannot be read: " + UserError.reason(failure), failure);
    }
}
