package io.prefscore.cli;

import io.prefscore.cli.Table.Side;
import io.prefscore.config.SettingsWriter;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Lays the demo's report out: a table per kind of pairs, the wrong labels, and what to do next. */
final class DemoSummary {

    private DemoSummary() {}

    /** The report as text. */
    static String of(DemoPlan plan, DemoReport report) {
        StringBuilder text = new StringBuilder(Format.count(plan.data().pairs()) + " pairs scored with "
                + Format.count(report.members().size()) + " models in " + Format.time(report.elapsed())
                + "; Bradley-Terry loss, 0.693 being chance, and pairwise accuracy\n");
        for (Kind kind : Kind.values()) {
            kind(report, kind).ifPresent(table -> text.append('\n').append(table));
        }
        plan.mislabelled().ifPresent(mislabelled -> text.append('\n').append(labels(mislabelled, report)));
        if (!report.verdicts().isEmpty()) {
            text.append("\nhow the loss goes with parameters N and training pairs D\n")
                    .append(verdicts(report));
        }
        return text.append(whatNext(plan)).toString();
    }

    /** Loss and accuracy on pairs of a kind, by size and amount of training data. */
    private static Optional<String> kind(DemoReport report, Kind kind) {
        List<DemoReport.Member> members = report.members().stream()
                .filter(member -> member.kinds().containsKey(kind))
                .toList();
        if (members.isEmpty()) {
            return Optional.empty();
        }
        SortedSet<Long> amounts = values(members, BuiltInModel::pairs);
        Side[] sides = new Side[1 + amounts.size()];
        Arrays.fill(sides, Side.RIGHT);
        sides[0] = Side.LEFT;
        Table table = new Table(sides);
        List<String> head = new ArrayList<>(List.of(kind.label()));
        amounts.forEach(amount -> head.add("trained on " + Format.count(amount)));
        table.add(head.toArray(String[]::new));
        for (long size : values(members, BuiltInModel::nonEmbeddingParameters)) {
            List<String> line = new ArrayList<>(List.of(Format.count(size) + " parameters"));
            amounts.forEach(amount -> line.add(cell(members, kind, size, amount)));
            table.add(line.toArray(String[]::new));
        }
        return Optional.of(table.toString());
    }

    private static SortedSet<Long> values(List<DemoReport.Member> members, ToLongFunction<BuiltInModel> value) {
        SortedSet<Long> values = new TreeSet<>();
        members.forEach(member -> values.add(value.applyAsLong(member.model())));
        return values;
    }

    /** Of several seeds the first. */
    private static String cell(List<DemoReport.Member> members, Kind kind, long size, long amount) {
        return members.stream()
                .filter(member -> member.model().nonEmbeddingParameters() == size
                        && member.model().pairs() == amount)
                .map(member -> member.kinds().get(kind))
                .findFirst()
                .map(judged ->
                        String.format(Locale.ROOT, "%.3f", judged.loss()) + "  " + Format.percent(judged.accuracy()))
                .orElse("-");
    }

    private static String verdicts(DemoReport report) {
        Table table = new Table(Side.LEFT, Side.LEFT);
        report.verdicts().forEach((kind, words) -> table.add(kind.label(), words));
        return table.toString();
    }

    private static String labels(DemoPlan.Mislabelled mislabelled, DemoReport report) {
        DemoReport.Judged right = report.rightLabels().orElse(DemoReport.Judged.NONE);
        DemoReport.Judged wrong = report.wrongLabels().orElse(DemoReport.Judged.NONE);
        return Format.count(wrong.comparisons()) + " of "
                + Format.count(right.comparisons() + wrong.comparisons())
                + " labels in data-mislabelled are wrong on purpose; "
                + mislabelled.scoring().model().name() + " agrees with " + percent(wrong) + " of them and with "
                + percent(right) + " of the others\n"
                + report.filtered()
                        .map(filtered -> filtered(mislabelled, filtered))
                        .orElse("");
    }

    private static String filtered(DemoPlan.Mislabelled mislabelled, DemoReport.Filtered filtered) {
        String policies = mislabelled.scoring().settings().filter().policies().stream()
                .map(SettingsWriter::words)
                .collect(Collectors.joining(", "));
        return "the filter " + policies + " drops " + Format.count(filtered.wrongDropped()) + " of the "
                + Format.count(filtered.wrong()) + " wrong ones and " + Format.count(filtered.rightDropped())
                + " right ones\nwrong labels before it: " + share(filtered.noiseBefore()) + ", after it: "
                + share(filtered.noiseAfter()) + "\n";
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : Format.percent(share);
    }

    private static String percent(DemoReport.Judged judged) {
        return judged.comparisons() == 0 ? "-" : Format.percent(judged.accuracy());
    }

    private static String whatNext(DemoPlan plan) {
        DemoPlan.Scoring largest = plan.largest();
        return "\nin " + plan.folder() + " are data, models and, in scored, a folder a model; all tables are Parquet\n"
                + "read:  " + plan.reportFolder() + "/report.html"
                + (plan.scaled().isEmpty() ? "" : " and " + plan.scalingFolder() + "/scaling.html")
                + (plan.filtered().isEmpty() ? "" : " and " + plan.filteredFolder() + "/filter.html") + "\n"
                + "look:  " + largest.settings().output()
                + "/scores has the data's columns and a column prefscore with rewards, margin, agrees\n"
                + "next:  jobs/prefscore score --model "
                + largest.settings().model().path() + " --input YOUR-DATA --output DIR\n";
    }
}
