package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.prefscore.LocalSpark;
import io.prefscore.OnEachSpark;
import io.prefscore.ml.JobOutput;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nights as a scheduler has them: through the command, on real files, with a model that rewards length. */
@ExtendWith(LocalSpark.class)
class NightlyTest {

    private static final int ROWS = 400;
    private static final int KILLED_FILES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    private Path data;
    private Path root;
    private SparkSession spark;

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void layOut(SparkSession lent) throws IOException {
        spark = lent;
        data = Files.createDirectory(folder.resolve("data"));
        root = folder.resolve("nights");
    }

    // ---- a partition a day

    @OnEachSpark
    @Test
    void scoresYesterdaysPartitionOnce() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        // whichever is yesterday should midnight come now
        pairs(partition(today.minusDays(1)), "a.jsonl", 1, 40);
        pairs(partition(today), "a.jsonl", 2, 40);

        Outcome first = nightly(dated());
        Outcome second = nightly(dated());

        assertThat(first.code()).as(first.err()).isZero();
        String name = runs().get(0);
        assertThat(name).isIn(today.minusDays(1).toString(), today.toString());
        assertThat(first.out())
                .contains(name + ": 1 files new, 0 changed, 0 gone")
                .containsPattern("rows read +400")
                .contains("drift: not compared, " + name + " is the first run of this model and schema");
        assertThat(scores(name)).isEqualTo(ROWS);
        assertThat(second.code()).isZero();
        if (LocalDate.now(ZoneOffset.UTC).equals(today)) {
            assertThat(second.out()).isEqualTo(name + ": finished before\nnothing new to score\n");
            assertThat(runs()).hasSize(1);
        }
    }

    @Test
    void catchesALatePartitionAndDoesNotWaitForIt() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate late = today.minusDays(2);
        pairs(partition(today.minusDays(1)), "a.jsonl", 1, 40);
        // in case midnight comes now
        pairs(partition(today), "a.jsonl", 2, 40);
        String[] night = dated("--since", late.toString());

        Outcome without = nightly(night);
        Outcome allowed = nightly(append(night, "--set", "nightly.missing=pass"));
        pairs(partition(late), "a.jsonl", 3, 40);
        Outcome with = nightly(night);

        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err()).contains(late + ": ", "dt=" + late + ": holds no files");
        assertThat(without.out()).contains(late + ": failed");
        assertThat(allowed.code()).isZero();
        assertThat(allowed.out()).contains(late + ": passed over", "nothing new to score");
        assertThat(with.code()).isZero();
        assertThat(with.out()).contains(late + ": 1 files new").doesNotContain("nothing new");
        assertThat(runs()).hasSizeGreaterThanOrEqualTo(2).contains(late.toString());
    }

    @Test
    void scoresTheOtherDaysWhereOneCannotBeRead() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Files.writeString(
                Files.createDirectories(partition(today.minusDays(2))).resolve("a.parquet"), "this is no Parquet file");
        pairs(partition(today.minusDays(1)), "a.jsonl", 1, 40);

        Outcome outcome = nightly(dated("--since", today.minusDays(2).toString()));

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .contains(today.minusDays(2) + ": ", "a.parquet: cannot be read", "to have the input chosen anew");
        assertThat(runs()).contains(today.minusDays(1).toString());
        assertThat(run(today.minusDays(2).toString()).resolve("_RUN.json")).doesNotExist();
    }

    @Test
    void tellsThatAPartitionChangedAfterItWasScored() throws IOException {
        LocalDate day = LocalDate.of(2026, 1, 2);
        pairs(partition(day), "a.jsonl", 1, 40);
        pairs(partition(day), "b.jsonl", 2, 40);
        nightly(dated("--day", day.toString()));

        Files.delete(partition(day).resolve("b.jsonl"));
        pairs(partition(day), "a.jsonl", 3, 50);
        pairs(partition(day), "c.jsonl", 4, 40);
        Outcome outcome = nightly(dated("--day", day.toString()));

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("2026-01-02: finished before\nsince then: 1 files new, 1 changed, 1 gone\n");
    }

    @Test
    void refusesDaysThatMeanNothing() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        Outcome future = nightly(dated("--since", today.plusDays(1).toString()));
        Outcome noDate = nightly(files("--day", "2026-01-02"));
        Outcome noDay = nightly(dated("--since", "2026-01-02T03:04:05Z"));
        Outcome neither = nightly(dated("--since", "last week"));
        Outcome mixed = nightly(files("--input", data + "/{yyyy-MM-dd}", data.toString()));
        Outcome unknown = nightly(dated("--accept", "2026-01-02"));

        assertThat(List.of(future, noDate, noDay, neither, mixed, unknown))
                .extracting(Outcome::code)
                .containsOnly(2);
        assertThat(future.err()).contains("nightly.since: must not be after yesterday");
        assertThat(noDate.err()).contains("--day 2026-01-02: input.paths has no date in it");
        assertThat(noDay.err()).contains("nightly.since: must be a day");
        assertThat(neither.err()).contains("nightly.since must be a day as 2026-11-01 or an instant");
        assertThat(mixed.err()).contains("some hold a date and some do not");
        assertThat(unknown.err()).contains("--accept 2026-01-02", "holds no finished run");
    }

    // ---- everything new under a path

    @Test
    void scoresWhatIsNewOrChangedUnderAPath() throws IOException {
        pairs(data, "a [1] {x}.jsonl", 1, 40);
        pairs(data, "b.jsonl", 2, 40);
        pairs(data, "c.jsonl", 3, 40);

        Outcome first = nightly(files());
        Outcome nothing = nightly(files());
        pairs(data, "b.jsonl", 4, 40);
        pairs(Files.createDirectory(data.resolve("sub")), "d.jsonl", 5, 40);
        Files.delete(data.resolve("c.jsonl"));
        Outcome second = nightly(files());
        Outcome nothingAgain = nightly(files());

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains("3 files new, 0 changed, 0 gone");
        assertThat(nothing.code()).isZero();
        assertThat(nothing.out()).isEqualTo(runs().get(0) + ": finished before\nnothing new to score\n");
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out())
                .contains("1 files new, 1 changed, 1 gone", "800 rows, where " + runs().get(0) + " had 1,200");
        assertThat(nothingAgain.out()).isEqualTo(runs().get(1) + ": finished before\nnothing new to score\n");
        assertThat(runs()).hasSize(2);
        assertThat(scores(runs().get(0))).isEqualTo(3 * ROWS);
        assertThat(scores(runs().get(1))).isEqualTo(2 * ROWS);
    }

    @Test
    void leavesOldFilesOutWhereAskedTo() throws IOException {
        Instant limit = Instant.parse("2026-01-10T12:00:00Z");
        Files.setLastModifiedTime(pairs(data, "old.jsonl", 1, 40), FileTime.from(limit.minusSeconds(1)));
        Files.setLastModifiedTime(pairs(data, "young.jsonl", 2, 40), FileTime.from(limit));

        nightly(files("--since", limit.toString()));
        Outcome all = nightly(files("--since", "2026-01-10"));

        assertThat(scores(runs().get(0))).isEqualTo(ROWS);
        assertThat(inputFiles(runs().get(0))).containsExactly("young.jsonl");
        assertThat(all.out()).contains("1 files new, 0 changed, 0 gone");
        assertThat(inputFiles(runs().get(1))).containsExactly("old.jsonl");
    }

    @Test
    void refusesToTakeItsOwnTablesForInput() throws IOException {
        pairs(data, "a.jsonl", 1, 40);
        String[] inside = files("--root", data.resolve("nights").toString());
        assertThat(nightly(inside).code()).isZero();

        Outcome second = nightly(append(inside, "--format", "parquet"));

        assertThat(second.code()).isEqualTo(2);
        assertThat(second.err()).contains("nightly.root: must not lie below input.paths");
    }

    @Test
    void takesAnEmptyFolderForAMissingInput() {
        assertThat(nightly(files()).code()).isEqualTo(3);
        assertThat(nightly(files("--set", "nightly.missing=pass")).code()).isZero();
        assertThat(root.resolve("runs")).doesNotExist();
    }

    // ---- killed in the midst

    @Test
    void finishesTheSameRunAfterItWasKilled() throws IOException {
        for (int file = 0; file < KILLED_FILES; file++) {
            pairs(data, "part-" + file + ".jsonl", file, 40);
        }
        Process night = startProcess(files());
        await(night, () -> Files.exists(root.resolve("runs")) && runs().stream().anyMatch(run -> hasBegun(run)));
        night.destroyForcibly();
        await(null, () -> !night.isAlive());
        assertThat(runs()).hasSize(1);
        String name = runs().get(0);
        assertThat(run(name).resolve("_RUN.json")).doesNotExist();
        String plan = Files.readString(root.resolve("plans/" + name + ".json"));
        pairs(data, "later.jsonl", 1000, 40);

        Outcome again = nightly(files());

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(runs()).hasSize(2).startsWith(name);
        assertThat(Files.readString(root.resolve("plans/" + name + ".json"))).isEqualTo(plan);
        assertThat(scores(name)).isEqualTo((long) KILLED_FILES * ROWS);
        assertThat(inputFiles(runs().get(1))).containsExactly("later.jsonl");
        assertThat(nightly(files()).out()).contains("nothing new to score");
    }

    /** Whether it has left any trace. */
    private boolean hasBegun(String name) {
        return run(name).toFile().list().length > 0;
    }

    private Process startProcess(String... arguments) throws IOException {
        return CommandProcess.of(folder, arguments)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("process.log").toFile())
                .start();
    }

    private void await(Process process, BooleanSupplier holds) throws IOException {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
            if (process != null) {
                assertThat(process.isAlive())
                        .as(Files.readString(folder.resolve("process.log")))
                        .isTrue();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    // ---- drift, and what is left of it

    /** One month of nights, since each compares with what came before it. */
    @Test
    void comparesEachNightWithTheLastGoodOneAndKeepsItsTables() throws IOException {
        int[] lengths = {40, 40, 43, 60, 43, 60, 60, 43, 60};
        for (int day = 1; day <= lengths.length; day++) {
            pairs(partition("2026-01-0" + day), "a.jsonl", day, lengths[day - 1]);
        }
        spoilOneRowInTen(partition("2026-01-08").resolve("a.jsonl"));
        Path foreign = Files.createDirectories(root.resolve("runs/2025-01-01/scores"));
        Files.writeString(foreign.resolve("mine.txt"), "mine");
        Path alsoForeign = Files.createDirectories(root.resolve("runs/2025-01-02/scores"));
        Files.writeString(alsoForeign.resolveSibling("_RUN.json"), "{\"made-by\": \"someone else\"}");

        Outcome first = nightly(append(day("2026-01-01"), "--set", "report.use=on"));
        Outcome same = nightly(day("2026-01-02"));
        Outcome near = nightly(day("2026-01-03"));
        Outcome far = nightly(day("2026-01-04"));
        Outcome back = nightly(day("2026-01-05"));

        assertThat(first.code()).isZero();
        assertThat(verdict("2026-01-01").get("baseline").isJsonNull()).isTrue();
        assertThat(rewards("2026-01-01"))
                .isEqualTo(quantiles(partition("2026-01-01").resolve("a.jsonl")));
        assertThat(same.code()).isZero();
        assertThat(same.out())
                .contains("drift against 2026-01-01: ok")
                .containsPattern("pairwise accuracy +0\\.\\d+ +0\\.\\d+ +0\\.\\d+ +0\\.\\d+ +ok")
                .containsPattern("(?m)^rewards of topic=cooking .*ok$");
        assertThat(near.code()).isZero();
        assertThat(near.out())
                .contains("drift against 2026-01-02: warning")
                .containsPattern("(?m)^rewards  .*warning$");
        assertThat(far.code()).isEqualTo(7);
        assertThat(far.out()).contains("drift against 2026-01-03: failed").containsPattern("(?m)^rewards  .*failed$");
        assertThat(verdict("2026-01-04").get("verdict").getAsString()).isEqualTo("fail");
        assertThat(scores("2026-01-04")).isEqualTo(ROWS);
        // not with the one that failed
        assertThat(back.code()).isZero();
        assertThat(back.out()).contains("drift against 2026-01-03: ok");

        keepsFailingUntilAccepted("2026-01-06");
        assertThat(nightly(day("2026-01-07")).out()).contains("drift against 2026-01-06: ok");

        // of another model, nothing is compared; what it set aside neither
        Outcome other = nightly(
                append(day("2026-01-08"), "--set", "model.kind=constant", "--set", "input.max-set-aside=100 %"));
        assertThat(other.code()).isZero();
        assertThat(other.out()).contains("drift: not compared, 2026-01-08 is the first run of this model and schema");

        areTablesOfAllNights();
        removesTablesOfOldRunsAndNothingElse();
        assertThat(foreign.resolve("mine.txt")).exists();
        assertThat(alsoForeign).exists();
    }

    private void keepsFailingUntilAccepted(String night) throws IOException {
        assertThat(nightly(day(night)).code()).isEqualTo(7);
        Outcome retried = nightly(day(night));
        assertThat(retried.code()).isEqualTo(7);
        assertThat(retried.out()).contains(night + ": finished before, but it failed the drift guard");
        // as after a kill between a run's end and its comparison
        JsonObject before = verdict(night);
        Files.delete(run(night).resolve("_DRIFT.json"));
        assertThat(nightly(day(night)).code()).isEqualTo(7);
        assertThat(verdict(night)).isEqualTo(before);
        assertThat(nightly(append(day(night), "--accept", night)).code()).isZero();
    }

    private void areTablesOfAllNights() {
        JobOutput nights = JobOutput.open(spark, root.toString());

        assertThat(nights.names()).containsExactly("drift", "nights", "statistics");
        assertThat(nights.table("nights")
                        .where("night in ('2026-01-01', '2026-01-04', '2026-01-06', '2026-01-08')")
                        .select("night", "rows_read", "rows_set_aside", "baseline", "verdict", "accepted")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create("2026-01-01", (long) ROWS, 0L, null, "ok", false),
                        RowFactory.create("2026-01-04", (long) ROWS, 0L, "2026-01-03", "fail", false),
                        RowFactory.create("2026-01-06", (long) ROWS, 0L, "2026-01-05", "fail", true),
                        RowFactory.create("2026-01-08", (long) ROWS, (long) ROWS / 10, null, "ok", false));
        assertThat(nights.table("drift")
                        .where("verdict = 'fail'")
                        .select("night", "baseline", "measure")
                        .collectAsList())
                .contains(RowFactory.create("2026-01-04", "2026-01-03", "rewards"));
        // a night without a report has no statistics
        assertThat(nights.table("statistics").select("night").distinct().collectAsList())
                .containsExactly(RowFactory.create("2026-01-01"));
        assertThat(nights.table("statistics")
                        .where("slice = 'overall' and statistic = 'accuracy'")
                        .select("value")
                        .collectAsList())
                .isEqualTo(nights.table("nights")
                        .where("night = '2026-01-01'")
                        .select("accuracy")
                        .collectAsList());
    }

    private void removesTablesOfOldRunsAndNothingElse() throws IOException {
        Files.writeString(run("2026-01-01").resolve("notes.txt"), "mine");

        // the ninth night is like the sixth and seventh, and holds ten per cent of bad rows more than they
        spoilOneRowInTen(partition("2026-01-09").resolve("a.jsonl"));
        Outcome worse = nightly(
                append(day("2026-01-09"), "--set", "nightly.keep=1 runs", "--set", "input.max-set-aside=100 %"));
        Outcome repeated = nightly(append(day("2026-01-01"), "--set", "nightly.keep=1 runs"));

        assertThat(worse.code()).isEqualTo(7);
        assertThat(worse.out())
                .containsPattern("share set aside +0\\.0000 +0\\.1000 +0\\.1000 .*failed")
                .endsWith("tables removed of old runs: 2026-01-06, 2026-01-05, 2026-01-04, 2026-01-03, 2026-01-02,"
                        + " 2026-01-01\n");
        assertThat(listing(run("2026-01-01"))).containsExactly("_DRIFT.json", "_RUN.json", "notes.txt", "report");
        // the last good run, which the next is compared with
        assertThat(scores("2026-01-07")).isEqualTo(ROWS);
        assertThat(scores("2026-01-09")).isEqualTo(ROWS - ROWS / 10);
        // whose tables are gone is finished all the same
        assertThat(repeated.out()).isEqualTo("2026-01-01: finished before\nnothing new to score\n");
    }

    private static void spoilOneRowInTen(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        for (int line = 0; line < lines.size(); line += 10) {
            lines.set(line, "{\"id\": \"" + line + "\", \"prompt\": \"p\", \"chosen\": \"c\", \"topic\": \"t\"}");
        }
        Files.write(file, lines);
    }

    // ---- read afterwards

    @Test
    void isNoOutputWhereNoNightIsFinished() throws IOException {
        Files.createDirectories(root.resolve("runs/2026-01-01/scores"));

        assertThatThrownBy(() -> JobOutput.open(spark, root.toString()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds no finished output of prefscore");
    }

    // ---- the command and its data

    private Outcome nightly(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80);
        int code = Prefscore.execute(SparkJobs.within(spark), terminal, arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private String[] dated(String... more) {
        return append(common("--input", data + "/dt={yyyy-MM-dd}"), more);
    }

    private String[] day(String day) {
        return dated("--day", day);
    }

    private String[] files(String... more) {
        return append(common("--input", data.toString()), more);
    }

    private String[] common(String... more) {
        String[] common = {
            "nightly",
            "--set",
            "nightly.root=" + root,
            "--store",
            folder.resolve("store").toString(),
            "--set",
            "model.kind=length",
            "--set",
            "report.use=off",
            "--set",
            "input.columns.slices=[\"topic\"]"
        };
        return append(common, more);
    }

    private static String[] append(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    private Path partition(LocalDate day) {
        return partition(day.toString());
    }

    private Path partition(String day) {
        return data.resolve("dt=" + day);
    }

    /** Pairs whose answers are about so many characters long, give or take a quarter; the longer one is better in 3 of 4. */
    private static Path pairs(Path folder, String name, long seed, int length) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String one = text(random, length);
            String other = text(random, length);
            boolean longerWins = random.nextInt(4) > 0;
            boolean swapped = one.length() < other.length() == longerWins;
            JsonObject pair = new JsonObject();
            pair.addProperty("id", name + "-" + row);
            pair.addProperty("prompt", "prompt " + random.nextInt(1_000_000));
            pair.addProperty("chosen", swapped ? other : one);
            pair.addProperty("rejected", swapped ? one : other);
            pair.addProperty("topic", row % 2 == 0 ? "cooking" : "rowing");
            lines.add(pair.toString());
        }
        return Files.write(Files.createDirectories(folder).resolve(name), lines);
    }

    private static String text(Random random, int length) {
        return "x".repeat(length + random.nextInt(length / 2 + 1) - length / 4);
    }

    private Path run(String name) {
        return root.resolve("runs").resolve(name);
    }

    private List<String> runs() {
        return Stream.of(root.resolve("runs").toFile().list()).sorted().toList();
    }

    private static List<String> listing(Path folder) {
        return Stream.of(folder.toFile().list())
                .filter(name -> !name.endsWith(".crc"))
                .sorted()
                .toList();
    }

    private long scores(String name) {
        return spark.read().parquet(run(name).resolve("scores").toString()).count();
    }

    private List<String> inputFiles(String name) throws IOException {
        JsonObject record = JsonParser.parseString(Files.readString(run(name).resolve("_RUN.json")))
                .getAsJsonObject();
        List<String> names = new ArrayList<>();
        record.getAsJsonArray("input-files")
                .forEach(file -> names.add(Path.of(java.net.URI.create(
                                file.getAsJsonObject().get("path").getAsString()))
                        .getFileName()
                        .toString()));
        return names;
    }

    /** The quantiles of all rewards that a run left. */
    private List<Double> rewards(String name) throws IOException {
        JsonObject all = verdict(name)
                .getAsJsonObject("profile")
                .getAsJsonArray("rewards")
                .get(0)
                .getAsJsonObject();
        assertThat(all.get("slice").getAsString()).isEqualTo("all");
        assertThat(all.get("count").getAsLong()).isEqualTo(2 * ROWS);
        return all.getAsJsonArray("quantiles").asList().stream()
                .map(JsonElement::getAsDouble)
                .toList();
    }

    /** The same by sorting the lengths of all answers. */
    private static List<Double> quantiles(Path pairs) throws IOException {
        List<Double> lengths = new ArrayList<>();
        for (String line : Files.readAllLines(pairs)) {
            JsonObject pair = JsonParser.parseString(line).getAsJsonObject();
            lengths.add((double) pair.get("chosen").getAsString().length());
            lengths.add((double) pair.get("rejected").getAsString().length());
        }
        lengths.sort(null);
        return IntStream.range(0, 100)
                .mapToObj(point -> lengths.get((int) Math.ceil((point + 0.5) / 100 * lengths.size()) - 1))
                .toList();
    }

    private JsonObject verdict(String name) throws IOException {
        return JsonParser.parseString(Files.readString(run(name).resolve("_DRIFT.json")))
                .getAsJsonObject();
    }
}
