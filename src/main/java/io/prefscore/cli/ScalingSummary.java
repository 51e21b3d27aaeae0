package io.prefscore.cli;

import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.Answer;
import io.prefscore.scaling.Resampling;
import io.prefscore.scaling.SliceScaling;
import java.util.List;
import java.util.stream.Collectors;

/** Verdicts and answers of scaling curves as an aligned table. */
final class ScalingSummary {

    /** How a slice of everything is called. */
    private static final String EVERYTHING = "everything";

    private ScalingSummary() {}

    /** The table as text, one line a verdict or answer, each ended by a newline. */
    static String of(ScalingDocument document, String folder) {
        Table table = new Table(Table.Side.LEFT, Table.Side.LEFT, Table.Side.LEFT);
        document.slices().forEach(slice -> add(table, slice));
        return table + "curves in " + folder + ": scaling.html to read, scaling.json and tables for programs\n";
    }

    private static void add(Table table, SliceScaling slice) {
        String name = slice.slice().isEmpty() ? EVERYTHING : slice.slice() + " " + slice.value();
        table.add(name, slice.measure().label(), slice.verdict().words() + resampled(slice) + leftOut(slice));
        int chosen = slice.verdict().chosen();
        List<Answer> answers = chosen < 0 ? List.of() : slice.answers().get(chosen);
        answers.forEach(answer -> table.add("", "", "  " + answer.question() + " " + answer.words()));
    }

    /** How the intervals of the verdict were made where that is not the usual way. */
    private static String resampled(SliceScaling slice) {
        int chosen = slice.verdict().chosen();
        return chosen >= 0 && slice.fits().get(chosen).resampling() == Resampling.CASES
                ? "; intervals by " + Resampling.CASES.label()
                : "";
    }

    private static String leftOut(SliceScaling slice) {
        return slice.leftOut().isEmpty()
                ? ""
                : "; left out: "
                        + slice.leftOut().entrySet().stream()
                                .map(point -> point.getKey() + " (" + point.getValue() + ")")
                                .collect(Collectors.joining(", "));
    }
}
