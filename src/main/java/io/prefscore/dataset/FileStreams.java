package io.prefscore.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Opens files as streams of what was packed into them. Made on the driver, used on executors.
 *
 * @param hadoop settings of the file systems, and the codecs
 */
record FileStreams(Broadcast<SerializableConfiguration> hadoop) implements Serializable {

    private static final long serialVersionUID = 1;

    static FileStreams of(SparkSession spark) {
        Configuration settings = withOurCodec(spark.sparkContext().hadoopConfiguration());
        return new FileStreams(JavaSparkContext.fromSparkContext(spark.sparkContext())
                .broadcast(new SerializableConfiguration(settings)));
    }

    /** The same settings of file systems, and a codec more. */
    static Configuration withOurCodec(Configuration hadoop) {
        Configuration settings = new Configuration(hadoop);
        settings.set(ZstdCodec.OPTION, ZstdCodec.withOurs(settings));
        return settings;
    }

    /** Opens a file; its name's ending tells how it is packed. */
    InputStream open(String file) throws IOException {
        Configuration settings = hadoop.value().value();
        Path path = new Path(file);
        return unpacked(path.getFileSystem(settings).open(path), path, settings);
    }

    /**
     * What was packed into a file.
     *
     * @param stored the file's bytes, closed with what is returned, or where that fails
     * @param settings as {@link #withOurCodec} has them
     */
    static InputStream unpacked(InputStream stored, Path path, Configuration settings) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(settings).getCodec(path);
        if (codec == null) {
            return stored;
        }
        Decompressor decompressor = CodecPool.getDecompressor(codec);
        try {
            return new Unpacking(codec.createInputStream(stored, decompressor), decompressor);
        } catch (IOException | RuntimeException failure) {
            CodecPool.returnDecompressor(decompressor);
            stored.close();
            throw failure;
        }
    }

    /** Gives the decompressor back when the stream is closed. */
    private static final class Unpacking extends java.io.FilterInputStream {

        private @Nullable Decompressor decompressor;

        Unpacking(InputStream unpacked, @Nullable Decompressor decompressor) {
            super(unpacked);
            this.decompressor = decompressor;
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (decompressor != null) {
                CodecPool.returnDecompressor(decompressor);
                decompressor = null;
            }
        }
    }
}
