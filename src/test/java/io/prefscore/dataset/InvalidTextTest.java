package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.LocalSpark;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LocalSpark.class)
class InvalidTextTest {

    private static final int CASES_EACH = 2000;

    /** Characters of one to four bytes, among them the one that stands for what could not be read. */
    private static final String CHARACTERS = "aZ\u0000\u007f\u0080éß\u07ff\u0800数\ufffd\ufeff\uffff😀\udbff\udfff";

    static LongStream seeds() {
        return LongStream.range(0, 5);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithAStrictDecoder(long seed) {
        Random random = new Random(seed);
        byte[] valid = CHARACTERS.getBytes(StandardCharsets.UTF_8);
        int invalid = 0;
        for (int number = 0; number < CASES_EACH; number++) {
            byte[] bytes = valid.clone();
            int damages = random.nextInt(3);
            for (int damage = 0; damage < damages; damage++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(InvalidText.isValid(bytes)).isEqualTo(decodes(bytes));
            invalid += InvalidText.isValid(bytes) ? 0 : 1;
        }
        assertThat(invalid).isBetween(CASES_EACH / 10, CASES_EACH * 9 / 10);
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    @Test
    void findsThemInAColumn(SparkSession spark) {
        List<Row> found = spark.sql(
                        "select cast(unhex(hex) as string) as text from values ('61'), ('61FF'), ('EDA080'), "
                                + "('EFBFBD'), ('C080'), (null) as bytes(hex)")
                .select(InvalidText.in(functions.col("text")))
                .collectAsList();

        assertThat(found).extracting(row -> row.getBoolean(0)).containsExactly(false, true, true, false, true, false);
    }
}
