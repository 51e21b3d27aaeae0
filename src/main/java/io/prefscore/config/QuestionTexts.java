package io.prefscore.config;

import io.prefscore.scaling.Axis;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Question;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Questions to curves as people write them: {@code name=number} between commas. */
final class QuestionTexts {

    private static final String VALUE = "must give sizes above 0, such as n=7.2e10,d=1.5e7 or c=1e21";
    private static final String TARGET =
            "must give one of loss, calibrated-loss, accuracy and reward, and may hold n or d"
                    + " fixed and name one of n, d and c that is sought, such as loss=0.4,n=7e9,for=d";
    private static final String BUDGET = "must be floating-point operations above 0, such as 1e21";

    private static final Map<String, Measure> MEASURES = Map.of(
            "loss", Measure.LOSS,
            "calibrated-loss", Measure.CALIBRATED_LOSS,
            "accuracy", Measure.ACCURACY,
            "reward", Measure.REWARD);

    private static final Map<String, Axis> AXES = Map.of("n", Axis.PARAMETERS, "d", Axis.DATA, "c", Axis.COMPUTE);

    private QuestionTexts() {}

    /** Notes what is wrong with a question. */
    static void check(Requirements requirements, String key, String text, Consumer<String> parse) {
        try {
            parse.accept(text);
        } catch (IllegalArgumentException malformed) {
            requirements.require(false, key, malformed.getMessage() + "; found " + text);
        }
    }

    /** {@code n=7.2e10,d=1.5e7}. */
    static Question.ValueAt value(String text) {
        Map<String, String> parts = parts(text, AXES.keySet(), VALUE);
        return new Question.ValueAt(size(parts, "n", VALUE), size(parts, "d", VALUE), size(parts, "c", VALUE));
    }

    /** {@code loss=0.4,n=7e9,for=d}. */
    static Question.SizeFor size(String text, Axis usual) {
        Map<String, String> parts =
                parts(text, Set.of("loss", "calibrated-loss", "accuracy", "reward", "n", "d", "for"), TARGET);
        String measure = parts.keySet().stream()
                .filter(MEASURES::containsKey)
                .reduce((first, second) -> {
                    throw new IllegalArgumentException(TARGET);
                })
                .orElseThrow(() -> new IllegalArgumentException(TARGET));
        String sought = parts.getOrDefault("for", "");
        boolean known = sought.isEmpty() || AXES.containsKey(sought);
        if (!known || parts.containsKey(sought)) {
            throw new IllegalArgumentException(TARGET);
        }
        Measure of = MEASURES.getOrDefault(measure, Measure.LOSS);
        return new Question.SizeFor(
                of,
                target(of, parts.getOrDefault(measure, "")),
                AXES.getOrDefault(sought, usual),
                size(parts, "n", TARGET),
                size(parts, "d", TARGET));
    }

    /** {@code 1e21}. */
    static Question.BestFor best(String text) {
        return new Question.BestFor(positive(text, BUDGET));
    }

    private static Map<String, String> parts(String text, Set<String> names, String mustHold) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            boolean again = parts.put(name, part.substring(equals + 1).strip()) != null;
            if (again || !names.contains(name)) {
                throw new IllegalArgumentException(mustHold);
            }
        }
        return parts;
    }

    /** NaN where it is not given. */
    private static double size(Map<String, String> parts, String name, String mustHold) {
        String text = parts.get(name);
        return text == null ? Double.NaN : positive(text, mustHold);
    }

    private static double positive(String text, String mustHold) {
        double number = number(text, WrittenNumber::size, mustHold);
        if (number > 0) {
            return number;
        }
        throw new IllegalArgumentException(mustHold);
    }

    /** An accuracy is a share; with a per cent sign it is written in these. */
    private static double target(Measure measure, String text) {
        if (measure != Measure.ACCURACY) {
            return number(text, WrittenNumber::plain, TARGET);
        }
        double share = number(text, WrittenNumber::share, TARGET);
        if (share > 0 && share < 1) {
            return share;
        }
        throw new IllegalArgumentException(
                "must give an accuracy between 0 and 1, such as accuracy=0.8 or accuracy=80 %");
    }

    private static double number(String text, ToDoubleFunction<String> reading, String mustHold) {
        try {
            double number = reading.applyAsDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(mustHold, malformed);
        }
        throw new IllegalArgumentException(mustHold);
    }
}
