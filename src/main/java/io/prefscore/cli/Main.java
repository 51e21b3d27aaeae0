package io.prefscore.cli;

/** Entry point, for {@code spark-submit --class} and for plain {@code java}. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with one of the documented exit codes. */
    public static void main(String[] arguments) {
        Interruption.handle();
        System.exit(Prefscore.execute(SparkJobs.inOwnSessions(), Terminal.system(), arguments));
    }
}
