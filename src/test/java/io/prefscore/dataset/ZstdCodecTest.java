package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.prefscore.OnEachSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachSpark
class ZstdCodecTest {

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (InputStream stream = new ZstdCodec().createInputStream(new ByteArrayInputStream(packed))) {
            return stream.readAllBytes();
        }
    }

    /** Frames of every kind: with and without checksum and content size, empty, of runs, of noise, skippable. */
    private static byte[] frame(byte[] content, Random random) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            packed.writeBytes(new byte[] {(byte) (0x50 + random.nextInt(16)), 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3});
        }
        if (random.nextBoolean()) {
            packed.writeBytes(Zstd.compress(content, 1 + random.nextInt(5)));
            return packed.toByteArray();
        }
        try (ZstdOutputStream stream = new ZstdOutputStream(packed, 1 + random.nextInt(5))) {
            stream.setChecksum(random.nextBoolean());
            stream.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[random.nextInt(5) == 0 ? 0 : random.nextInt(300_000)];
        if (random.nextBoolean()) {
            random.nextBytes(content);
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void readsAllFramesAndNoticesEveryCut(long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>(List.of(0));
        for (int frame = 0; frame < 4; frame++) {
            byte[] content = content(random);
            plain.writeBytes(content);
            packed.writeBytes(frame(content, random));
            ends.add(packed.size());
        }
        byte[] whole = packed.toByteArray();

        assertThat(unpacked(whole)).isEqualTo(plain.toByteArray());
        for (int cut = 0; cut < 200; cut++) {
            int end = ends.get(random.nextInt(4)) + 1 + random.nextInt(cut % 2 == 0 ? 8 : 100_000);
            // between a skippable frame and the next one the file may end
            boolean whereItMay = ends.contains(end) || end >= whole.length || ends.contains(end - 11);
            if (!whereItMay) {
                assertThatThrownBy(() -> unpacked(Arrays.copyOf(whole, end)))
                        .as("cut at %d of %s", end, ends)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void refusesWhatIsNoZstd() {
        assertThatThrownBy(() -> unpacked("{\"n\": 1}\n".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
