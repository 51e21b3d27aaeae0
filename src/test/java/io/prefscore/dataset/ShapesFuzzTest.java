package io.prefscore.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.OnEachSpark;
import io.prefscore.config.InputSettings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.preference.Comparison;
import io.prefscore.preference.Example;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.preference.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random shapes of preference data, made of the names that people use. Whatever the shape, it is read whole, or refused: the
 * texts that are read are those that the generator put there, each once.
 */
@OnEachSpark
class ShapesFuzzTest {

    private static final long SEED = 20261130;
    private static final int FEW = 2_000;
    private static final int MANY = 20_000;

    private final InputSettings settings =
            new SettingsReader().read(SettingsUse.TRANSFORM).input();

    @Test
    void everyShapeIsReadWholeOrRefused() {
        readOrRefused(FEW);
    }

    @Test
    @Tag("wide")
    void everyOneOfManyShapesIsReadWholeOrRefused() {
        readOrRefused(MANY);
    }

    private void readOrRefused(int shapes) {
        Random random = new Random(SEED);
        Map<String, Integer> outcomes = new TreeMap<>();
        int whole = 0;
        int wholeRead = 0;
        for (int number = 0; number < shapes; number++) {
            RandomShape shape = RandomShape.of(random);
            boolean read = isRead(shape);
            if (shape.isWhole()) {
                whole++;
                wholeRead += read ? 1 : 0;
            }
            outcomes.merge((shape.isWhole() ? "whole" : "changed") + (read ? ", read" : ", refused"), 1, Integer::sum);
        }
        System.out.printf("seed %d: %d shapes %s%n", SEED, shapes, outcomes);
        assertThat(whole).isGreaterThan(shapes / 3);
        assertThat((double) wholeRead / whole).isGreaterThanOrEqualTo(0.95);
        assertThat(outcomes.get("changed, refused")).isGreaterThan(shapes / 20);
    }

    private boolean isRead(RandomShape shape) {
        Recognition recognition;
        try {
            recognition = PreferenceSchemas.recognise(shape.columns(), settings, shape::rows);
        } catch (UserError refused) {
            assertThat(refused.kind()).isEqualTo(UserError.Kind.INPUT);
            assertThat(refused.getMessage()).as(shape.toString()).contains("input.");
            return false;
        }
        List<String> unread =
                recognition.unread().stream().map(UnreadColumn::name).toList();
        assertThat(unread).as("%s read as %s", shape, recognition.schema()).doesNotContainAnyElementsOf(shape.said());
        List<Row> rows = shape.rows(recognition.parser().columns(), Integer.MAX_VALUE);
        for (int index = 0; index < rows.size(); index++) {
            Parsed parsed = recognition.parser().parse("row", rows.get(index));
            if (parsed instanceof Parsed.Unusable && !shape.isWhole()) {
                // told of, row by row
                continue;
            }
            assertThat(parsed).as("%s read as %s", shape, recognition.schema()).isInstanceOf(Parsed.Usable.class);
            Example example = ((Parsed.Usable) parsed).example();
            assertThat(texts(example))
                    .as("%s read as %s", shape, recognition.schema())
                    .containsExactlyInAnyOrderElementsOf(lines(shape.texts(index)));
            shape.preferred(index).ifPresent(best -> assertThat(bestOf(example))
                    .as("%s read as %s", shape, recognition.schema())
                    .isEqualTo(best));
        }
        return true;
    }

    private static List<String> texts(Example example) {
        List<String> texts = new ArrayList<>();
        example.prompt().stream().map(Message::content).forEach(texts::add);
        for (Response response : example.responses()) {
            response.messages().stream().map(Message::content).forEach(texts::add);
        }
        // which of several columns are joined is told by names, and these were changed
        return lines(texts);
    }

    private static List<String> lines(List<String> texts) {
        return texts.stream()
                .flatMap(String::lines)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** The response that is preferred to all others; of a row with one its rating. */
    private static String bestOf(Example example) {
        if (example.responses().size() == 1) {
            return String.valueOf(example.responses().get(0).rating().orElse(Double.NaN));
        }
        int best = example.comparisons().stream()
                .filter(comparison -> !comparison.isTie())
                .mapToInt(Comparison::preferred)
                .filter(preferred -> example.comparisons().stream()
                        .noneMatch(comparison -> comparison.other() == preferred && !comparison.isTie()))
                .findFirst()
                .orElse(-1);
        return best < 0
                ? "tie"
                : example.responses().get(best).messages().get(0).content();
    }
}
