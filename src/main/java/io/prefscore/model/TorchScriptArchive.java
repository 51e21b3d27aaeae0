package io.prefscore.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the text of a TorchScript class into an archive that libtorch loads: a stored zip with the code, the pickle of an
 * object without attributes, and the format's version.
 */
final class TorchScriptArchive {

    /** Operator semantics of libtorch 1.12 and later; under lower ones {@code div} or {@code gelu} mean something else. */
    private static final String FORMAT_VERSION = "10\n";

    private TorchScriptArchive() {}

    /**
     * @param className name of the class in {@code code}
     * @param code the class in TorchScript's serialized dialect
     */
    static byte[] of(String className, String code) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                put(zip, "data.pkl", instance(className));
                put(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
                put(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
                put(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.US_ASCII));
                put(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pickle, protocol 2: {@code object.__new__(__torch__.className)} with the state {@code {"training": False}}. */
    private static byte[] instance(String className) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write(("__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry("program/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
