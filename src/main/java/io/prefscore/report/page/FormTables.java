package io.prefscore.report.page;

import io.prefscore.report.page.PageView.Block;
import io.prefscore.report.page.PageView.Cell;
import io.prefscore.report.page.PageView.Table;
import io.prefscore.scaling.Answer;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.FormFit.HeldOut;
import io.prefscore.scaling.FormKind;
import io.prefscore.scaling.Resampling;
import io.prefscore.scaling.SliceScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Forms that were tried for a slice, and what they answer. */
final class FormTables {

    private static final String NOT_FITTED = "this form was not fitted";

    private final SliceScaling scaling;
    private final int chosen;

    FormTables(SliceScaling scaling) {
        this.scaling = scaling;
        this.chosen = scaling.verdict().chosen();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        if (chosen >= 0 && !scaling.answers().get(chosen).isEmpty()) {
            blocks.add(answers());
        }
        if (!scaling.fits().isEmpty()) {
            blocks.add(forms());
        }
        Table others = otherAnswers();
        if (!others.rows().isEmpty()) {
            blocks.add(others);
        }
        return blocks;
    }

    private Table forms() {
        List<Cell> columns = List.of(
                Cell.linked("Form", "how-forms"),
                Cell.linked("Parameters", "how-interval"),
                Cell.linked("Objective", "how-objective"),
                Cell.linked("Scatter", "how-scatter"),
                Cell.linked("AICc", "how-aicc"),
                Cell.linked("Weight", "how-weight"),
                Cell.linked("Held-out error", "how-held-out"),
                Cell.linked("Guess: last value", "how-held-out"),
                Cell.linked("Guess: mean", "how-held-out"),
                Cell.of("Problems and notes"));
        List<List<Cell>> rows =
                IntStream.range(0, scaling.fits().size()).mapToObj(this::row).toList();
        return new Table(
                "Forms fitted to " + scaling.measure().label(),
                rows.size() == 1 ? "The form tried" : "All " + Figures.count(rows.size()) + " forms tried",
                columns,
                rows);
    }

    private List<Cell> row(int place) {
        FormFit fit = scaling.fits().get(place);
        HeldOut heldOut = fit.heldOut();
        boolean weighed = fit.isSound() && fit.kind() != FormKind.NO_TREND && !Double.isNaN(fit.weight());
        return List.of(
                name(place),
                fit.parameters().isEmpty()
                        ? Cell.undefined(NOT_FITTED)
                        : Cell.of(ScalingFigures.estimates(fit.parameters())),
                number(fit.objective(), Figures.bound(fit.objective())),
                number(fit.scatter(), Figures.bound(fit.scatter())),
                Cells.orUndefined(fit.aicc(), oneDecimal(fit.aicc()), "too few points for this criterion"),
                weighed ? Cell.of(Figures.share(fit.weight())) : Cell.undefined("only sound forms with a trend weigh"),
                error(heldOut.error()),
                error(heldOut.lastError()),
                error(heldOut.meanError()),
                Cell.of(remarks(fit)));
    }

    private Cell name(int place) {
        FormFit fit = scaling.fits().get(place);
        String name = ScalingFigures.form(fit) + ": " + fit.kind().formula();
        return place == chosen ? new Cell(name + " (chosen)", "", "", "trend") : Cell.of(name);
    }

    private static String remarks(FormFit fit) {
        String bend = fit.bends() ? "residuals bend, p " + Figures.probability(fit.bendP()) : "";
        String drawn = fit.resampling() == Resampling.CASES ? "intervals by " + Resampling.CASES.label() : "";
        List<String> remarks = Stream.concat(Stream.of(fit.problem(), bend, drawn), fit.notes().stream())
                .filter(remark -> !remark.isBlank())
                .toList();
        return Texts.visible(String.join("; ", remarks));
    }

    private static Cell number(double value, String text) {
        return Cells.orUndefined(value, text, NOT_FITTED);
    }

    private static Cell error(double share) {
        return Cells.orUndefined(share, Figures.share(share), "nothing was held out for it");
    }

    private static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%,.1f", value).replace('-', '−');
    }

    private Table answers() {
        List<List<Cell>> rows =
                scaling.answers().get(chosen).stream().map(FormTables::answer).toList();
        return new Table("What the chosen form answers", "", Cells.row("Question", "Values", "In words"), rows);
    }

    private Table otherAnswers() {
        List<List<Cell>> rows = new ArrayList<>();
        for (int form = 0; form < scaling.answers().size(); form++) {
            if (form != chosen) {
                Cell name = Cell.of(ScalingFigures.form(scaling.fits().get(form)));
                for (Answer answer : scaling.answers().get(form)) {
                    List<Cell> row = new ArrayList<>(answer(answer));
                    row.add(1, name);
                    rows.add(row);
                }
            }
        }
        String words = "What the other forms would answer";
        return new Table(words, words, Cells.row("Question", "Form", "Values", "In words"), rows);
    }

    private static List<Cell> answer(Answer answer) {
        return List.of(
                Cell.of(Texts.visible(answer.question())),
                answer.values().isEmpty()
                        ? Cell.undefined("this form cannot tell")
                        : Cell.of(ScalingFigures.estimates(answer.values())),
                Cell.of(Texts.visible(answer.words())));
    }
}
