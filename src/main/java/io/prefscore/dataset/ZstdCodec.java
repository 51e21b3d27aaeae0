package io.prefscore.dataset;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .zst} files through the library that Spark itself ships. Hadoop's own codec for them needs a native
 * library of Hadoop's, which Spark comes without. Files of several frames, as pzstd and concatenation make them, are
 * read to their end.
 *
 * <p>Hadoop makes instances by their class's name, so the class is public; it reads only.
 */
public class ZstdCodec implements CompressionCodec {

    /** The key under which Hadoop, and Spark's sources as an option, look for codecs beyond Hadoop's own. */
    static final String OPTION = "io.compression.codecs";

    /** The largest window that the format knows, 2 GiB: files of {@code zstd --long=31} are read too. */
    private static final int LARGEST_WINDOW_LOG = 31;

    /** The same for the ending {@code .zstd}. */
    public static final class LongEnding extends ZstdCodec {

        @Override
        public String getDefaultExtension() {
            return ".zstd";
        }
    }

    /** The value of {@link #OPTION} with our codecs behind those that are configured already. */
    static String withOurs(Configuration hadoop) {
        String configured = hadoop.get(OPTION, "");
        String ours = ZstdCodec.class.getName() + "," + LongEnding.class.getName();
        return configured.isBlank() ? ours : configured + "," + ours;
    }

    @Override
    public CompressionInputStream createInputStream(InputStream packed) throws IOException {
        ZstdInputStream frames = new ZstdInputStream(new ZstdFrames(packed));
        frames.setLongMax(LARGEST_WINDOW_LOG);
        return new Unpacked(frames);
    }

    @Override
    public CompressionInputStream createInputStream(InputStream packed, @Nullable Decompressor unused)
            throws IOException {
        return createInputStream(packed);
    }

    @Override
    public @Nullable Class<? extends Decompressor> getDecompressorType() {
        return null;
    }

    @Override
    public @Nullable Decompressor createDecompressor() {
        return null;
    }

    @Override
    public CompressionOutputStream createOutputStream(OutputStream plain) {
        throw readsOnly();
    }

    @Override
    public CompressionOutputStream createOutputStream(OutputStream plain, @Nullable Compressor unused) {
        throw readsOnly();
    }

    @Override
    public Class<? extends Compressor> getCompressorType() {
        throw readsOnly();
    }

    @Override
    public Compressor createCompressor() {
        throw readsOnly();
    }

    @Override
    public String getDefaultExtension() {
        return ".zst";
    }

    private static UnsupportedOperationException readsOnly() {
        return new UnsupportedOperationException("this codec reads only");
    }

    private static final class Unpacked extends CompressionInputStream {

        Unpacked(ZstdInputStream frames) throws IOException {
            super(frames);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, length);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public void resetState() {
            throw new UnsupportedOperationException("a stream of frames cannot be read from its start again");
        }
    }
}
