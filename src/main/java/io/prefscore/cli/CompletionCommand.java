package io.prefscore.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: has a shell complete commands and options. */
@Command(
        name = "completion",
        description =
                "Print a script by which bash and zsh complete commands and options: source <(prefscore completion)")
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(AutoComplete.bash("prefscore", spec.root().commandLine()));
        terminal.out().flush();
    }
}
