package io.prefscore.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: its commands, and how each way of going wrong is shown. */
@Command(
        name = "prefscore",
        description = "Scores preference data sets with large reward models on Apache Spark.",
        synopsisSubcommandLabel = "COMMAND")
final class Prefscore implements Runnable {

    private static final String HELP_ALL = "--help-all";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Prefscore() {}

    /** A command was not given; the user gets to see which there are. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of: " + String.join(", ", spec.subcommands().keySet()));
    }

    /**
     * Runs one command.
     *
     * @param arguments as the shell split them
     * @return the exit code of the process, one of {@link ExitCode}
     */
    static int execute(Jobs jobs, Terminal terminal, String... arguments) {
        Failures failures = new Failures(terminal);
        CommandLine commandLine = new CommandLine(new Prefscore())
                .addSubcommand(new ScoreCommand(jobs, terminal))
                .addSubcommand(new NightlyCommand(jobs, terminal))
                .addSubcommand(new ReportCommand(jobs, terminal))
                .addSubcommand(new ScalingCommand(jobs, terminal))
                .addSubcommand(new FilterCommand(jobs, terminal))
                .addSubcommand(new InspectCommand(jobs, terminal))
                .addSubcommand(new CheckCommand(jobs, terminal))
                .addSubcommand(new DemoCommand(jobs, terminal))
                .addSubcommand(new StoreCommand(jobs, terminal))
                .addSubcommand(new HelpCommand())
                .addSubcommand(new CompletionCommand(terminal))
                .setOut(terminal.out())
                .setErr(terminal.err())
                // a path may begin with an at sign
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Prefscore::complain)
                .setExecutionExceptionHandler(failures);
        boolean all = Arrays.asList(arguments).contains(HELP_ALL);
        commandLine.getSubcommands().values().forEach(command -> describe(command, all));
        describe(commandLine, all);
        try {
            return commandLine.execute(arguments);
        } catch (Error error) {
            // a native library that does not load, memory that ran out: the library lets these through
            return failures.handle(error, Failures.Detail.SHORT).code();
        }
    }

    private static void describe(CommandLine command, boolean all) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(" " + code.code(), code.meaning());
        }
        CommandSpec spec = command.getCommandSpec();
        if (spec.userObject() instanceof HelpCommand) {
            return;
        }
        spec.mixinStandardHelpOptions(true);
        spec.addOption(OptionSpec.builder(HELP_ALL)
                .type(boolean.class)
                .usageHelp(true)
                .description("Show all options and the exit codes, and exit.")
                .build());
        spec.versionProvider(new Version());
        spec.usageMessage()
                .sortSynopsis(false)
                .exitCodeListHeading("Exit codes:%n")
                .exitCodeList(codes);
        CommandHelp.describe(command, all);
    }

    private static int complain(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        command.getErr().println(message(exception));
        UnmatchedArgumentException.printSuggestions(exception, command.getErr());
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help");
        command.getErr().flush();
        return ExitCode.SETTINGS.code();
    }

    /** What follows an unknown option may be its value, and is no further mistake. */
    private static String message(ParameterException exception) {
        if (exception instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
            List<String> options = unmatched.getUnmatched().stream()
                    .filter(word -> word.startsWith("-"))
                    .toList();
            return "Unknown option" + (options.size() == 1 ? ": '" : "s: '") + String.join("', '", options) + "'";
        }
        return String.valueOf(exception.getMessage());
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Prefscore.class.getPackage().getImplementationVersion();
            return new String[] {"prefscore " + Objects.requireNonNullElse(version, "(not from a jar)")};
        }
    }
}
