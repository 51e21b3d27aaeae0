package io.prefscore.cli;

import io.prefscore.config.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of commands that take, instead of scored runs, data that carries rewards from elsewhere. */
final class GivenOptions extends DataOptions {

    @Option(
            names = "--rewards-column",
            paramLabel = "NAME",
            description =
                    "Instead of scored runs: a column of --input with rewards from elsewhere, a list in the order of a"
                            + " row's responses, or one column a response, as NAME,NAME; again for another model.")
    private List<String> rewardsColumns = new ArrayList<>();

    @Override
    void addTo(SettingsReader reader) {
        super.addTo(reader);
        Flags.add(reader, "--rewards-column", "report.rewards-columns", rewardsColumns);
    }
}
