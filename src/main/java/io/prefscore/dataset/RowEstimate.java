package io.prefscore.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** How many rows files hold, about, without reading them: by the first megabyte, or the footer, of a few of them. */
final class RowEstimate {

    private static final int FILES = 8;
    private static final int BYTES = 1 << 20;

    private RowEstimate() {}

    /** Rows of all of the files; empty where that cannot be told from parts of them. */
    static OptionalLong of(List<InputFile> files, Configuration hadoop) {
        double rows = 0;
        double bytes = 0;
        long all = 0;
        int step = 1 + (files.size() - 1) / FILES;
        try {
            for (int number = 0; number < files.size(); number++) {
                InputFile file = files.get(number);
                all += file.bytes();
                if (number % step == 0 && file.bytes() > 0) {
                    Part part = file.name().endsWith(".parquet") ? footer(file, hadoop) : beginning(file, hadoop);
                    rows += part.rows();
                    bytes += part.bytes();
                }
            }
        } catch (IOException | RuntimeException unreadable) {
            return OptionalLong.empty();
        }
        return rows > 0 ? OptionalLong.of(Math.round(all * (rows / bytes))) : OptionalLong.empty();
    }

    private record Part(long rows, long bytes) {}

    private static Part footer(InputFile file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.path()), hadoop))) {
            return new Part(reader.getRecordCount(), file.bytes());
        }
    }

    /** Lines of the first bytes; of a list in brackets nobody knows where its rows end. */
    private static Part beginning(InputFile file, Configuration hadoop) throws IOException {
        Path path = new Path(file.path());
        Configuration settings = FileStreams.withOurCodec(hadoop);
        try (FSDataInputStream stored = path.getFileSystem(settings).open(path);
                InputStream stream = FileStreams.unpacked(stored, path, settings)) {
            byte[] start = stream.readNBytes(BYTES);
            boolean isList = start.length > 0 && start[0] == '[';
            long lines = 0;
            for (byte sign : start) {
                lines += sign == '\n' ? 1 : 0;
            }
            return isList ? new Part(0, file.bytes()) : new Part(lines, Math.max(1, stored.getPos()));
        }
    }
}
