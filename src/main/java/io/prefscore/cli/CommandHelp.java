package io.prefscore.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The first help of a command, on one screen of 80 columns and 40 lines: what it does, the options that people need, and what
 * they type. {@code --help-all} shows the rest.
 *
 * @param synopsis what follows the command's name
 * @param options that are shown, by one of their names
 * @param examples whole command lines, without the program's name
 */
record CommandHelp(String synopsis, List<String> options, List<String> examples) {

    private static final int COLUMNS = 80;
    private static final int COLUMNS_OF_ALL = 110;

    private static final Map<String, CommandHelp> OF = Map.of(
            "score",
            new CommandHelp(
                    "-m MODEL -i DATA -o FOLDER [OPTION]...",
                    List.of("--model", "--input", "--output", "--conf", "--limit", "--store", "--quiet", "--json"),
                    List.of(
                            "score -m models/WorldPM-72B -i pairs.parquet -o scored --limit 100",
                            "score --conf conf/worldpm-72b.conf -m s3a://models/WorldPM-72B \\\n"
                                    + "      -i s3a://lake/pairs -o s3a://lake/scored")),
            "nightly",
            new CommandHelp(
                    "--conf FILE [OPTION]...",
                    List.of("--conf", "--root", "--since", "--day", "--accept", "--quiet", "--json"),
                    List.of("nightly --conf conf/nightly.conf", "nightly --conf conf/nightly.conf --since 2026-11-01")),
            "report",
            new CommandHelp(
                    "--scores FOLDER... -o FOLDER [OPTION]...",
                    List.of("--scores", "--output", "--slice", "--no-texts", "--quiet", "--json"),
                    List.of(
                            "report --scores scored -o report",
                            "report --scores scored-72b scored-8b -o compared --slice domain")),
            "scaling",
            new CommandHelp(
                    "--runs FOLDER... -o FOLDER [OPTION]...",
                    List.of("--runs", "--points", "--output", "--slice", "--predict", "--quiet", "--json"),
                    List.of(
                            "scaling --runs scored/* -o scaling",
                            "scaling --points points.csv -o scaling --predict n=7.2e10")),
            "filter",
            new CommandHelp(
                    "--scores FOLDER -o FOLDER --policy POLICY [OPTION]...",
                    List.of("--scores", "--output", "--policy", "--shape", "--validation", "--dry-run", "--json"),
                    List.of(
                            "filter --scores scored -o kept --policy \"margin { at-least = 0.5 }\"",
                            "filter --scores scored -o kept --conf conf/filter-clean.conf")),
            "inspect",
            new CommandHelp(
                    "-i DATA [OPTION]...",
                    List.of("--input", "--model", "--schema", "--limit", "--no-texts", "--json"),
                    List.of("inspect -i pairs.jsonl", "inspect -i 'data/*.parquet' -m models/WorldPM-72B")),
            "check",
            new CommandHelp(
                    "-m MODEL [OPTION]...",
                    List.of("--model", "--conf", "--set", "--json"),
                    List.of("check -m models/WorldPM-72B", "check -m models/WorldPM-72B --conf conf/worldpm-72b.conf")),
            "demo",
            new CommandHelp(
                    "--output FOLDER [OPTION]...",
                    List.of("--output", "--pairs", "--models", "--seed", "--quiet"),
                    List.of("demo -o out/demo", "demo -o out/demo --models largest --pairs 200")),
            "store",
            new CommandHelp(
                    "FOLDER [OPTION]...",
                    List.of("--compact", "--expire-days", "--quiet", "--json"),
                    List.of("store store", "store store --compact --expire-days 90")));

    /** Has a command help on one screen, or with all of its options. */
    static void describe(CommandLine command, boolean all) {
        CommandHelp help = OF.get(command.getCommandName());
        command.getCommandSpec().usageMessage().width(all ? COLUMNS_OF_ALL : COLUMNS);
        if (all || help == null) {
            return;
        }
        String name = command.getCommandSpec().qualifiedName();
        command.getHelpSectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                        shown -> name + " " + help.synopsis() + System.lineSeparator());
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help::options);
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING, shown -> "");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST, shown -> "");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, shown -> help.footer(name));
    }

    private String options(Help shown) {
        Help.Layout layout = shown.createDefaultLayout();
        List<OptionSpec> chosen = options.stream()
                .map(name -> shown.commandSpec().findOption(name))
                .toList();
        layout.addOptions(chosen, shown.parameterLabelRenderer());
        return layout.toString();
    }

    private String footer(String name) {
        String program = name.substring(0, name.indexOf(' '));
        StringBuilder text = new StringBuilder("\n");
        examples.forEach(example ->
                text.append("  ").append(program).append(' ').append(example).append('\n'));
        return text.append("\nAll options and exit codes: ")
                .append(name)
                .append(" --help-all\n")
                .toString();
    }
}
