package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.prefscore.OnEachSpark;
import io.prefscore.config.Bound;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.FilterPolicy;
import io.prefscore.config.FilterSettings;
import io.prefscore.config.InputSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSize;
import io.prefscore.config.ReportSettings;
import io.prefscore.config.ScalingSettings;
import io.prefscore.config.Settings;
import io.prefscore.demo.BuiltInModel;
import io.prefscore.demo.Kind;
import io.prefscore.demo.Mix;
import io.prefscore.demo.ModelFamily;
import io.prefscore.demo.PreferenceGenerator;
import io.prefscore.demo.Split;
import io.prefscore.filter.FilterReceipt;
import io.prefscore.filter.FilterReceipt.Summary;
import io.prefscore.filter.page.FilterReceipts;
import io.prefscore.inspect.Inspection;
import io.prefscore.inspect.LengthHistogram;
import io.prefscore.model.ModelFacts;
import io.prefscore.nightly.NightlyReport;
import io.prefscore.nightly.NightlyRequest;
import io.prefscore.preference.Skip;
import io.prefscore.preference.UserError;
import io.prefscore.report.ReportDocument;
import io.prefscore.report.ScalingDocument;
import io.prefscore.scaling.Answer;
import io.prefscore.scaling.Axis;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.FormFit;
import io.prefscore.scaling.FormKind;
import io.prefscore.scaling.Measure;
import io.prefscore.scaling.Point;
import io.prefscore.scaling.Resampling;
import io.prefscore.scaling.ScalingOptions;
import io.prefscore.scaling.SliceScaling;
import io.prefscore.scaling.TrendTest;
import io.prefscore.scaling.Verdict;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.Stage;
import io.prefscore.scoring.StoreKeeper;
import io.prefscore.stats.Estimate;
import io.prefscore.stats.Interval;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefscoreTest {

    private static final String[] SCORE = {"score", "--model", "m", "--input", "a", "--output", "o"};

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final RecordingJobs jobs = new RecordingJobs();

    @Test
    void scoresWithTheFlagsGiven() {
        int code = run(
                "score",
                "--model",
                "dir",
                "--input",
                "a b",
                "@c",
                "--format",
                "jsonl",
                "--output",
                "out",
                "--limit",
                "10",
                "--sample",
                "0.5",
                "--input",
                "d",
                "--set",
                "encode.system-prompt=x, \"y\" = z");

        assertThat(err.toString()).contains("input.paths = [\"a b\",\"@c\",\"d\"]");
        assertThat(code).isZero();
        Settings settings = jobs.seen.get(0);
        assertThat(settings.model().path()).isEqualTo("dir");
        assertThat(settings.input().paths()).containsExactly("a b", "@c", "d");
        assertThat(settings.input().format()).isEqualTo(InputSettings.Format.JSONL);
        assertThat(settings.output()).isEqualTo("out");
        assertThat(settings.input().limit()).hasValue(10);
        assertThat(settings.input().sample()).hasValue(0.5);
        assertThat(settings.encode().systemPrompt()).contains("x, \"y\" = z");
        assertThat(out.toString()).contains("rows read").endsWith("results in out\n");
    }

    @Test
    void flagsWinOverAssignmentsAndTheseOverFiles(@TempDir Path folder) throws IOException {
        Path first = Files.writeString(
                folder.resolve("1.conf"), "input.limit = 1\nmodel.threads = 1\ninput.sample-seed = 1");
        Path second = Files.writeString(folder.resolve("2.conf"), "model.threads = 2\ninput.sample-seed = 2");

        run(with("--limit", "4", "--conf", first.toString(), "--conf", second.toString(), "--set", "model.threads=3"));

        assertThat(jobs.seen.get(0).input().limit()).hasValue(4);
        assertThat(jobs.seen.get(0).model().threads()).hasValue(3);
        assertThat(jobs.seen.get(0).input().sampleSeed()).isEqualTo(2);
    }

    @Test
    void takesTorchscriptOnlyWithItsFlag() {
        assertThat(run(with("--set", "model.kind=torchscript"))).isEqualTo(2);
        assertThat(err.toString()).contains("give --allow-torchscript if you trust it");

        assertThat(run(with("--allow-torchscript"))).isZero();
        assertThat(jobs.seen.get(0).model().kind()).isEqualTo(ModelSettings.Kind.TORCHSCRIPT);
    }

    @Test
    void reportsAllSettingsProblemsAtOnceWithoutRunning() {
        int code = run("score", "--limit", "many", "--set", "modle.path=m", "--conf", "no-such-file.conf");

        assertThat(code).isEqualTo(2);
        assertThat(jobs.seen).isEmpty();
        assertThat(err.toString())
                .contains(
                        "3 problems in the settings:",
                        "--limit: input.limit must be a whole number; found \"many\"",
                        "the nearest is model.path",
                        "no-such-file.conf: there is no such file")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "scroe, 'Did you mean: prefscore score'",
        "score --modell, 'Possible solutions: --model'",
        "score --no-such value, 'Unknown option: ''--no-such''\n'",
        "score --limit, Missing required parameter",
        "'', 'Which command? One of: score, nightly, report, scaling, filter, inspect, check'",
    })
    void endsWithTwoOnAWrongCommandLine(String line, String message) {
        int code = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"SETTINGS, 2", "INPUT, 3", "MODEL, 4", "OUTPUT, 5", "CHECK, 6"})
    void endsWithTheCodeOfAnErrorsKind(UserError.Kind kind, int code) {
        jobs.failure = () -> new UserError(kind, "the one line to read");

        assertThat(run(SCORE)).isEqualTo(code);
        assertThat(err.toString())
                .endsWith("the one line to read" + System.lineSeparator())
                .doesNotContain("\tat ");
    }

    @Test
    void findsTheUsersErrorWithinWhatOthersWrapItIn() {
        UserError error = new UserError(UserError.Kind.INPUT, "part-00042.parquet: column 'rejected' is missing");
        jobs.failure = () -> new IllegalStateException(
                "Job aborted due to stage failure",
                new ExecutionException("Task failed", new IOException("Exception in task 3.0", error)));

        assertThat(run(SCORE)).isEqualTo(3);
        assertThat(err.toString()).endsWith(error.getMessage() + System.lineSeparator());
    }

    @Test
    void showsTheTraceWhereAsked() {
        jobs.failure = () -> new UserError(UserError.Kind.MODEL, "no config.json", new IOException("disk on fire"));

        assertThat(run(with("--verbose"))).isEqualTo(4);
        assertThat(err.toString()).contains("no config.json", "\tat ", "Caused by: java.io.IOException: disk on fire");
    }

    @Test
    void keepsTheTraceOfADefectInAFile() throws IOException {
        jobs.failure = () -> new IllegalStateException(
                "first line\nsecond line", new IOException("disk on fire\n\tat no.trace(Please.java)"));

        assertThat(run(SCORE)).isEqualTo(1);
        List<String> lines = err.toString().lines().toList();
        String last = lines.get(lines.size() - 1);
        assertThat(lines.subList(lines.size() - 3, lines.size() - 1))
                .containsExactly(
                        "unexpected java.lang.IllegalStateException: first line",
                        "caused by java.io.IOException: disk on fire");
        assertThat(last).startsWith("the full trace is in ");
        Path trace = Path.of(last.substring("the full trace is in ".length()));
        assertThat(trace).content().contains("second line", "\tat ");
        Files.delete(trace);
    }

    @Test
    void handlesErrorsOfTheMachineLikeDefects() throws IOException {
        jobs.failure = () -> {
            throw new UnsatisfiedLinkError("libtorch.so");
        };

        assertThat(run(SCORE)).isEqualTo(1);
        String text = err.toString().strip();
        assertThat(text).contains("unexpected java.lang.UnsatisfiedLinkError: libtorch.so");
        Files.delete(Path.of(text.substring(text.lastIndexOf(' ') + 1)));
    }

    @Test
    void inspectsWithoutAModelOrAnOutput() {
        int code = run("inspect", "--input", "a", "b", "--schema", "pair", "--limit", "10", "--sample", "0.5");

        assertThat(code).isZero();
        Settings settings = jobs.seen.get(0);
        assertThat(settings.input().paths()).containsExactly("a", "b");
        assertThat(settings.input().schema()).contains("pair");
        assertThat(settings.input().limit()).hasValue(10);
        assertThat(settings.input().sample()).hasValue(0.5);
        assertThat(settings.model().path()).isEmpty();
        assertThat(out.toString()).contains("pair  as the settings say");
        assertThat(run("inspect", "--table", "t", "--model", "m", "--format", "jsonl"))
                .isZero();
        assertThat(jobs.seen.get(1).input().table()).contains("t");
        assertThat(jobs.seen.get(1).model().path()).isEqualTo("m");
    }

    @Test
    void givesProgramsOneJsonObjectAndNothingElse() {
        assertThat(run("inspect", "--input", "a", "--json")).isZero();

        assertThat(out.toString()).startsWith("{\n").endsWith("\n}\n");
        assertThat(JsonParser.parseString(out.toString())
                        .getAsJsonObject()
                        .get("schema")
                        .getAsString())
                .isEqualTo("pair");
    }

    @Test
    void inspectsNothingWithoutAnInput() {
        assertThat(run("inspect", "--model", "m")).isEqualTo(2);
        assertThat(err.toString()).contains("input.paths or input.table must say what to look at; give --input PATH");
        assertThat(jobs.seen).isEmpty();
    }

    @Test
    void printsWhatTheSelfCheckFound() {
        assertThat(run("check", "--model", "m")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "architecture: Qwen2ForRewardModel",
                        "parameters: 71,530,000,000",
                        "weights: 136,432.6 MiB in bfloat16",
                        "arithmetic: float32",
                        "pooling: last-token",
                        "longest conversation: 4096 tokens; longer: set-aside",
                        "system turn: none",
                        "chat template: tokenizer_config.json",
                        "fingerprint: 0123",
                        "warning: a token too many",
                        "ok      loads, every weight a finite number: 1.5 s with the self-check",
                        "ok      rewards are finite numbers",
                        "ok      rewards are the same alone, packed, and in any order: largest difference 2.5e-07 of"
                                + " the largest reward",
                        "self-check passed");
    }

    @Test
    void endsWithSixWhereTheSelfCheckFails() {
        jobs.failure = () -> new UserError(UserError.Kind.CHECK, "self-check: rewards differ");

        assertThat(run("check", "--model", "m")).isEqualTo(6);
        assertThat(err.toString()).isEqualTo("self-check: rewards differ" + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void givesTheDemoFoldersOfItsOwn() {
        assertThat(run("demo", "--output", "d", "--set", "model.path=other", "--set", "model.threads=3"))
                .isZero();

        DemoPlan plan = jobs.plans.get(0);
        PreferenceGenerator generator = new PreferenceGenerator(7, Split.HELD_OUT, Mix.USUAL, 0);
        assertThat(plan.data()).isEqualTo(new DemoData(generator, 2_000));
        assertThat(plan.scorings())
                .extracting(DemoPlan.Scoring::model)
                .containsExactlyInAnyOrderElementsOf(ModelFamily.grid());
        assertThat(plan.scorings()).allSatisfy(scoring -> {
            Settings settings = scoring.settings();
            assertThat(settings.input().paths()).containsExactly("d/data");
            assertThat(settings.model().path())
                    .isEqualTo("d/models/" + scoring.model().name());
            assertThat(settings.output())
                    .isEqualTo("d/scored/" + scoring.model().name());
            assertThat(settings.model().threads()).hasValue(3);
        });
        DemoPlan.Mislabelled mislabelled = plan.mislabelled().orElseThrow();
        assertThat(mislabelled.data().generator())
                .isEqualTo(new PreferenceGenerator(7, Split.HELD_OUT, Mix.USUAL, 0.1));
        assertThat(mislabelled.scoring().model()).isEqualTo(ModelFamily.largest());
        assertThat(mislabelled.scoring().settings().input().paths()).containsExactly("d/data-mislabelled");
        assertThat(mislabelled.scoring().settings().output()).isEqualTo("d/scored-mislabelled");

        assertThat(run("demo", "--output", "d/", "--label-noise", "0", "--models", "largest"))
                .isZero();
        DemoPlan smaller = jobs.plans.get(1);
        assertThat(smaller.folder()).isEqualTo("d/");
        assertThat(smaller.largest().settings().model().threads()).hasValue(1);
        assertThat(smaller.scorings()).extracting(DemoPlan.Scoring::model).containsExactly(ModelFamily.largest());
        assertThat(smaller.mislabelled()).isEmpty();

        assertThat(run("demo", "--output", "d", "--models", "all")).isZero();
        assertThat(jobs.plans.get(2).scorings()).hasSameSizeAs(ModelFamily.members());
    }

    @Test
    void fitsCurvesToRunsOrToPoints() {
        assertThat(run(
                        "scaling",
                        "--runs",
                        "a",
                        "b",
                        "--output",
                        "o",
                        "--predict",
                        "n=7e10",
                        "--d-unit",
                        "tokens",
                        "--budget",
                        "1e21"))
                .isZero();
        assertThat(run(
                        "scaling",
                        "--points",
                        "p.csv",
                        "--output",
                        "o",
                        "--n",
                        "size",
                        "--loss-se",
                        "error",
                        "--d-unit",
                        "tokens",
                        "--d-from-compute",
                        "--level",
                        "90 %",
                        "--huber-delta",
                        "1e-3",
                        "--target",
                        "loss=0.4"))
                .isZero();

        ScalingSettings ofRuns = jobs.seen.get(0).scaling();
        assertThat(ofRuns.runs()).containsExactly("a", "b");
        assertThat(ofRuns.questions(Axis.DATA)).hasSize(2);
        ScalingSettings ofPoints = jobs.seen.get(1).scaling();
        assertThat(ofPoints.points()).contains("p.csv");
        assertThat(ofPoints.columns().parameters()).contains("size");
        assertThat(ofPoints.columns().lossError()).contains("error");
        assertThat(ofPoints.fromCompute()).isEqualTo(ScalingSettings.FromCompute.ON);
        assertThat(ofPoints.confidenceLevel()).isEqualTo(0.9);
        assertThat(ofPoints.huberDelta()).hasValue(1e-3);
        assertThat(out.toString())
                .contains(
                        "kind adversarial  Bradley-Terry loss  power law in N, α = 0.21 [0.17, 0.26]; left out: odd (its loss"
                                + " is 0)\n",
                        "at N = 7e10? 0.31 [0.28, 0.34]\n",
                        "curves in o: scaling.html to read, scaling.json and tables for programs\n");
        assertThat(run("scaling", "--output", "o")).isEqualTo(ExitCode.SETTINGS.code());
        assertThat(err.toString()).contains("must say what to draw curves through; give --runs DIR");
        assertThat(run("scaling", "--runs", "a", "b", "--output", "o", "--target", "loss"))
                .isEqualTo(ExitCode.SETTINGS.code());
        assertThat(err.toString()).contains("--target: scaling.targets must give one of loss, calibrated-loss");
        assertThat(jobs.seen).hasSize(2);
    }

    @Test
    void filtersByPoliciesInTheirOrder() {
        assertThat(run(
                        "filter",
                        "--scores",
                        "a",
                        "b",
                        "--output",
                        "o",
                        "--policy",
                        "margin { at-least = \"10 %\", per = kind }",
                        "--policy",
                        "length-balance",
                        "--policy",
                        "sample.rows = 7",
                        "--slice",
                        "topic",
                        "--shape",
                        "unpaired",
                        "--format",
                        "jsonl",
                        "--files",
                        "3",
                        "--rows-per-file",
                        "100",
                        "--validation",
                        "5 %",
                        "--seed",
                        "9",
                        "--dry-run",
                        "--no-texts"))
                .as(err.toString())
                .isZero();

        FilterSettings filter = jobs.seen.get(0).filter();
        assertThat(filter.scores()).containsExactly("a", "b");
        assertThat(filter.policies())
                .containsExactly(
                        new FilterPolicy.Margin(
                                FilterPolicy.MarginOf.LABELLED,
                                Optional.of(new Bound(0.1, Bound.Kind.QUANTILE)),
                                Optional.empty(),
                                Optional.of("kind")),
                        new FilterPolicy.LengthBalance(5, Optional.empty()),
                        new FilterPolicy.Sample(OptionalDouble.empty(), OptionalLong.of(7), Optional.empty()));
        assertThat(filter.slices()).containsExactly("topic");
        assertThat(filter.shape()).isEqualTo(FilterSettings.Shape.UNPAIRED);
        assertThat(filter.format()).isEqualTo(FilterSettings.Format.JSONL);
        assertThat(filter.files()).hasValue(3);
        assertThat(filter.rowsPerFile()).hasValue(100);
        assertThat(filter.validation()).isEqualTo(0.05);
        assertThat(filter.seed()).isEqualTo(9);
        assertThat(filter.writing()).isEqualTo(FilterSettings.Writing.RECEIPT_ALONE);
        assertThat(filter.texts()).isEqualTo(ReportSettings.Texts.OFF);
    }

    @Test
    void laysTheReceiptOutRowByRow() {
        assertThat(run("filter", "--scores", "a", "--output", "o", "--policy", "length-balance"))
                .isZero();

        assertThat(out).hasToString("""
                rows read     10,000
                  set aside       12  0.1 %
                  dropped      2,758  27.6 %
                  kept         7,230  72.3 %
                    flipped      430  labels turned round
                    weighted     300  with a weight other than 1

                policy            entered  passed by  dropped  flipped  weighted   left    share
                exact-duplicates    9,988          0      488        0         0  9,500   95.1 %
                agreement           9,500        120        0      450         0  9,500  100.0 %
                agreement-2         9,500        120        0        0       310  9,500  100.0 %
                margin              9,500        120    2,270        0         0  7,230   76.1 %

                by the deciding model  before                     after
                labelled pairs          9,988                     7,230
                accuracy, ties half    73.4 %  [71.4 %, 75.4 %]  95.2 %  [93.2 %, 97.2 %]
                mean margin            1.2020                    1.8560
                length gap              +18.0                     +11.4
                preferred is longer    73.4 %  [71.4 %, 75.4 %]  95.2 %  [93.2 %, 97.2 %]

                7,230 rows in out/clean/train and out/clean/validation
                receipt in o: filter.html to read, receipt.json and tables for programs
                """);
        FilterReceipt receipt = FilterReceipts.usual();
        Summary level = new Summary("", "", 1, 1, Estimate.of(1), 1, -0.02, Estimate.of(0.5), 1, 1);
        assertThat(FilterSummary.of(
                        new FilterReceipt(
                                receipt.provenance(),
                                receipt.rows(),
                                receipt.steps(),
                                receipt.slices(),
                                List.of(level),
                                List.of(level),
                                receipt.samples(),
                                receipt.written()),
                        jobs.seen.get(0)))
                .containsPattern("length gap +0\\.0 +0\\.0\n");
        assertThat(run("filter", "--scores", "a", "--output", "o", "--policy", "length-balance", "--dry-run"))
                .isZero();
        assertThat(out.toString()).contains("a dry run: no data was written, only its receipt\n");
    }

    @Test
    void takesPoliciesOfFlagsInsteadOfThoseOfAFile(@TempDir Path folder) throws IOException {
        Path conf = Files.writeString(
                folder.resolve("filter.conf"), "filter.policies = [{ length-balance {} }, { best {} }]");

        run("filter", "--scores", "a", "--output", "o", "--conf", conf.toString());
        run("filter", "--scores", "a", "--output", "o", "--conf", conf.toString(), "--policy", "near-duplicates");

        assertThat(jobs.seen.get(0).filter().policies())
                .extracting(FilterPolicy::label)
                .containsExactly("length-balance", "best");
        assertThat(jobs.seen.get(1).filter().policies())
                .extracting(FilterPolicy::label)
                .containsExactly("near-duplicates");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "margin { at-least = |--policy: must be a policy such as margin { at-least = 0.5 }; found margin { at-least =",
                "margn|--policy: filter.policies 'margn' is no policy; the nearest is margin",
                "margin|--policy: filter.policies[0].margin must have an end; give at-least or at-most",
                "best {}, pairs {}|--policy: filter.policies must be a policy such as { margin",
                "''|--policy: filter.policies must be a policy such as",
            })
    void saysWhichPolicyIsMalformed(String policy, String complaint) {
        assertThat(run("filter", "--scores", "a", "--output", "o", "--policy", policy))
                .isEqualTo(ExitCode.SETTINGS.code());

        assertThat(err.toString()).contains(complaint);
        assertThat(jobs.seen).isEmpty();
    }

    @Test
    void filtersNothingWithoutScores() {
        assertThat(run("filter", "--output", "o")).isEqualTo(ExitCode.SETTINGS.code());
        assertThat(err.toString()).contains("must say what to filter; give --scores DIR");
    }

    @Test
    void filtersNothingWhereNothingIsToBeDone() {
        assertThat(run("filter", "--scores", "a", "--output", "o", "--dry-run")).isEqualTo(ExitCode.SETTINGS.code());
        assertThat(err.toString())
                .contains("must say what to do, else all rows are kept as they are; give --policy POLICY, such as"
                        + " \"margin { at-least = 0.5 }\", or one of --shape");
        assertThat(jobs.seen).isEmpty();
        assertThat(run("filter", "--scores", "a", "--output", "o", "--format", "parquet"))
                .isZero();
    }

    @Test
    void endsAFilterThatKeepsNothingWithTheInputsCode() {
        jobs.filtered = FilterReceipts.nothing();

        assertThat(run("filter", "--scores", "a", "--output", "o", "--policy", "length-balance"))
                .isEqualTo(ExitCode.INPUT.code());

        assertThat(err.toString()).contains("o: nothing is kept of 0 rows; see the receipt, loosen the policies");
        assertThat(out.toString()).contains("receipt in o");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "score --model m --input d --output d/out|lies in d",
                "score --model m --input ./d/ --output d/x/out|lies in ./d/",
                "score --model m --input e d/* --output d/out|lies in d/*",
                "score --model m --input s3a://b/d --output s3a://b/d/out|lies in s3a://b/d",
                "report --input d --rewards-column x --output d/report|lies in d",
                "report --scores run --output run/again|lies in run",
                "filter --scores run --policy length-balance --output run/kept|lies in run",
                "scaling --runs a b --output b/curves|lies in b",
            })
    void refusesToWriteIntoWhatItReads(String line, String complaint) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.SETTINGS.code());

        assertThat(err.toString()).contains(complaint);
        assertThat(jobs.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "score --model m --input d/*.jsonl --output d/out",
                "score --model m --input d --output d/_out",
                "score --model m --input d --output data",
                "score --model m --input s3a://b/d --output s3a://c/d/out",
                "report --scores run --output run/report",
            })
    void writesBesideWhatItReads(String line) {
        assertThat(run(line.split(" "))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "report --scores a --input d --output o|--input: input.paths is not read beside report.scores",
                "filter --scores a --input d --policy agreement --output o|--input: input.paths is not read beside filter.scores",
                "filter --scores a --rewards-column r --policy agreement --output o|report.rewards-columns must not be set",
                "scaling --points p --rewards-column r --input d --output o|report.rewards-columns must not be set together",
                "scaling --rewards-column r --output o|input.paths or input.table must say which data carries the rewards",
                "report --rewards-column r --output o|input.paths or input.table must say which data carries the rewards",
                "report --scores a --limit 5 --output o|--limit: input.limit is not read beside report.scores",
                "report --scores a --set input.sample=0.1 --output o|--set input.sample: input.sample is not read beside",
                "scaling --runs a --output o|--runs: scaling.runs must name runs of several models",
                "store s --expire-days 0|--expire-days must be at least 1; found 0",
                "store s --grace-hours 3|--grace-hours says nothing without --compact",
            })
    void refusesWhatWouldDoNothing(String line, String complaint) {
        assertThat(run(line.split(" "))).isEqualTo(ExitCode.SETTINGS.code());

        assertThat(err.toString()).contains(complaint);
        assertThat(jobs.seen).isEmpty();
    }

    @Test
    void saysThatAFolderHoldsNoRewards() {
        jobs.shelves = List.of();

        assertThat(run("store", "s")).isEqualTo(ExitCode.INPUT.code());

        assertThat(err.toString())
                .contains("s: holds no rewards of any model; name the folder that score --store was given");
    }

    @Test
    void reportsOnRunsOrOnColumnsOfRewards() {
        assertThat(run("report", "--scores", "a", "b", "--output", "r", "--slice", "topic", "--no-texts"))
                .isZero();
        assertThat(run("report", "--input", "data", "--rewards-column", "x", "--rewards-column", "y", "--output", "r"))
                .isZero();

        ReportSettings ofRuns = jobs.seen.get(0).report();
        assertThat(ofRuns.scores()).containsExactly("a", "b");
        assertThat(ofRuns.slices()).containsExactly("topic");
        assertThat(ofRuns.texts()).isEqualTo(ReportSettings.Texts.OFF);
        assertThat(jobs.seen.get(1).report().rewardsColumns()).containsExactly("x", "y");
        assertThat(out.toString()).contains("report in r: report.html to read, metrics.json and tables for programs");
        assertThat(run("report", "--output", "r")).isEqualTo(ExitCode.SETTINGS.code());
        assertThat(err.toString()).contains("must say what to report on; give --scores DIR");
    }

    @OnEachSpark
    @Test
    void laysTheDemoOutByKindAndSize() {
        assertThat(run("demo", "--output", "d", "--models", "largest")).isZero();

        String name = ModelFamily.largest().name();
        assertThat(out).hasToString("""
                2,000 pairs scored with 3 models in 0:01:02; Bradley-Terry loss, 0.693 being chance, and pairwise accuracy

                adversarial        trained on 4,000  trained on 16,000
                500 parameters        0.690  51.2 %      0.500  75.0 %
                30,000 parameters                 -      0.250  90.0 %

                subjective         trained on 16,000
                30,000 parameters      0.600  65.0 %

                20 of 100 labels in data-mislabelled are wrong on purpose; NAME agrees with 5.0 % of them and with 95.0 % of the others
                the filter agreement { above = 0.9, action = "drop", method = "temperature", per = "kind" } drops 15 of the 20 wrong ones and 2 right ones
                wrong labels before it: 20.0 %, after it: 6.0 %

                how the loss goes with parameters N and training pairs D
                adversarial  power law in N
                subjective   no scaling seen

                in d/ are data, models and, in scored, a folder a model; all tables are Parquet
                read:  d/report/report.html and d/filtered/filter.html
                look:  d/scored/NAME/scores has the data's columns and a column prefscore with rewards, margin, agrees
                next:  jobs/prefscore score --model d/models/NAME --input YOUR-DATA --output DIR
                """.replace("NAME", name));
        assertThat(err.toString()).contains("demo, run 1 of 2, pairs with " + name);
        DemoPlan.Scoring largest = jobs.plans.get(0).largest();
        assertThat(largest.settings().model().size())
                .isEqualTo(new ModelSize(
                        largest.model().nonEmbeddingParameters(),
                        largest.model().pairs(),
                        Double.NaN));
        assertThat(run("demo", "--output", "d", "--models", "grid")).isZero();
        assertThat(jobs.plans.get(1).scaled()).hasSize(16).first().asString().startsWith("d/scored/");
    }

    @ParameterizedTest
    @CsvSource({
        "--pairs 0, --pairs must be at least 1; found 0",
        "--pairs many, Invalid value for option '--pairs'",
        "--label-noise 0.6, --label-noise must lie between 0 and 0.5; found 0.6",
        "--models some, Invalid value for option '--models'",
        "--label-noise NaN, --label-noise must lie between 0 and 0.5; found NaN",
        "--output s3a://bucket/d, --output must name a local folder",
    })
    void refusesADemoThatCannotBe(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of("demo"));
        if (!options.startsWith("--output")) {
            arguments.addAll(List.of("--output", "d"));
        }
        arguments.addAll(List.of(options.split(" ")));

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
        assertThat(jobs.seen).isEmpty();
        assertThat(jobs.plans).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "score --help-all", "nightly --help-all", "inspect --help-all", "store --help-all"})
    void documentsTheExitCodes(String line) {
        assertThat(run(line.split(" "))).isZero();
        for (ExitCode code : ExitCode.values()) {
            assertThat(out.toString())
                    .containsPattern(
                            "(?m)^ +" + code.code() + " +" + code.meaning().split(" ")[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "score",
                "nightly",
                "report",
                "scaling",
                "filter",
                "inspect",
                "check",
                "demo",
                "store",
                "completion"
            })
    void helpsOnOneScreen(String command) {
        assertThat(run(command, "--help")).isZero();
        String help = out.toString();
        assertThat(help.lines()).hasSizeLessThanOrEqualTo(40).allMatch(line -> line.length() <= 80);
        assertThat(run("help", command)).isZero();
        assertThat(out.toString()).isEqualTo(help + help);
        if (!command.equals("completion")) {
            assertThat(help.lines().filter(line -> line.startsWith("  prefscore " + command + " ")))
                    .as("examples")
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(help).contains("prefscore " + command + " --help-all");
        }
    }

    @Test
    void completesItsCommands() {
        assertThat(run("completion")).isZero();
        assertThat(out.toString())
                .contains("_complete_prefscore")
                .contains("inspect")
                .contains("--show-settings");
    }

    @Test
    void saysNothingButErrorsWhereAsked() {
        assertThat(run("score", "-m", "dir", "-i", "a", "-o", "out", "--quiet")).isZero();
        assertThat(out.toString() + err).isEmpty();
        assertThat(run("score", "-m", "dir", "-i", "a", "-q")).isEqualTo(2);
        assertThat(err.toString()).contains("--output");
    }

    @Test
    void showsTheSettingsThatWereGiven() {
        assertThat(run("score", "-m", "dir", "-i", "a", "-o", "out")).isZero();
        assertThat(err.toString().lines())
                .containsExactly(
                        "input.paths = [\"a\"]",
                        "model.path = \"dir\"",
                        "output.path = \"out\"",
                        "# all other settings are the built-in ones; all: --show-settings, and in out/_RUN.json once it"
                                + " is done");
        assertThat(run("score", "-m", "dir", "-i", "a", "-o", "out", "--show-settings"))
                .isZero();
        assertThat(err.toString()).contains("model.max-tokens-per-batch = ").contains("nightly.drift.accuracy.warn = ");
    }

    /** Words in code of a command's section of the documents. */
    private static Set<String> documented(String command) throws IOException {
        String text = Files.readString(Path.of("src/site/markdown/json.md"));
        String section = text.substring(text.indexOf("\n## " + command + "\n"));
        return Pattern.compile("`([^`]+)`")
                .matcher(section.substring(0, section.indexOf("\n## ", 1)))
                .results()
                .map(code -> code.group(1))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "score -m m -i a -o o, output",
        "report --scores a -o o, provenance",
        "scaling --runs a b -o o, slices",
        "filter --scores a -o o --policy length-balance, rows",
        "nightly -m m -i a --root r, nights",
        "check -m m, largest_difference",
        "store s, models",
        "demo -o d, members",
    })
    void givesProgramsOneObjectOfEachCommand(String line, String key) throws IOException {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.add("--json");

        assertThat(run(words.toArray(String[]::new))).as(err.toString()).isZero();
        Set<String> keys =
                JsonParser.parseString(out.toString()).getAsJsonObject().keySet();
        assertThat(keys).contains(key).allMatch(documented(words.get(0))::contains);
        out.getBuffer().setLength(0);
        words.set(words.size() - 1, "--csv");
        assertThat(run(words.toArray(String[]::new))).isZero();
        String[] lines = out.toString().split("\n");
        assertThat(lines[0]).matches("[a-z_]+(,[a-z_]+)+");
    }

    @Test
    void handsTheNightsOptionsOn() {
        String[] night = {"nightly", "--model", "m", "--input", "a/{yyyy-MM-dd}", "--root", "r", "--store", "s"};

        assertThat(run(append(night, "--since", "2026-11-01", "--accept", "2026-11-20")))
                .isZero();
        Settings settings = jobs.seen.get(0);
        assertThat(settings.nightly().root()).contains("r");
        assertThat(settings.nightly().since()).contains("2026-11-01");
        assertThat(settings.store().path()).contains("s");
        assertThat(jobs.requests).containsExactly(new NightlyRequest(Optional.empty(), Optional.of("2026-11-20")));
        assertThat(out.toString()).isEqualTo("nothing new to score\n");

        assertThat(run(append(night, "--day", "2026-11-20"))).isZero();
        assertThat(jobs.requests.get(1).day()).contains(LocalDate.of(2026, 11, 20));
        assertThat(run(append(night, "--day", "2026-11-20", "--since", "2026-11-01")))
                .isEqualTo(2);
        assertThat(run(append(night, "--set", "output.path=o"))).isEqualTo(2);
        assertThat(err.toString()).contains("output.path must not be set for a night");
        assertThat(run("nightly", "--set", "model.kind=length")).isEqualTo(2);
        assertThat(err.toString())
                .contains("nightly.root must name the folder", "input.paths must name the files to score");
        assertThat(jobs.requests).hasSize(2);
    }

    private static String[] append(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void namesItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("prefscore ");
    }

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Terminal.Kind.PLAIN, 80);
        return Prefscore.execute(jobs, terminal, arguments);
    }

    private static String[] with(String... more) {
        List<String> arguments = new ArrayList<>(List.of(SCORE));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Remembers the settings that it was run with. */
    private static final class RecordingJobs implements Jobs {

        private final List<Settings> seen = new ArrayList<>();
        private Supplier<RuntimeException> failure = () -> null;
        private final List<NightlyRequest> requests = new ArrayList<>();
        private final List<DemoPlan> plans = new ArrayList<>();
        private FilterReceipt filtered = FilterReceipts.usual();
        private List<StoreKeeper.Shelf> shelves =
                List.of(new StoreKeeper.Shelf("f00d", "WorldPM-72B", 3, 1_000, 2, 34_000, 5 << 20, Optional.empty()));

        @Override
        public Optional<RunSummary> score(Settings settings, ProgressListener progress) {
            remember(settings);
            return Optional.of(new RunSummary(
                    settings.output(),
                    "pair",
                    "no other schema fits the columns",
                    ColumnMapping.NONE,
                    List.of(),
                    new RunSummary.Rows(3, 2, Map.of(Skip.Reason.TOO_LONG, 1L), Map.of()),
                    OptionalLong.empty(),
                    new RunSummary.Judged(
                            0, 0, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty()),
                    new RunSummary.Work(4, 4, 4, 40, 30, 1, Duration.ofSeconds(1)),
                    List.of(),
                    List.of(new RunSummary.StageTime(Stage.SCORE, Duration.ofSeconds(1))),
                    Duration.ofSeconds(3)));
        }

        @Override
        public NightlyReport nightly(Settings settings, NightlyRequest request, ProgressListener progress) {
            remember(settings);
            requests.add(request);
            return new NightlyReport(List.of(), List.of());
        }

        @Override
        public ReportDocument report(Settings settings, ProgressListener progress) {
            remember(settings);
            return new ReportDocument(
                    new ReportDocument.Provenance("data", "", "", 0.95, 1000, 1, 0, 0, Map.of()), List.of(), List.of());
        }

        @Override
        public ScalingDocument scaling(Settings settings, ProgressListener progress) {
            remember(settings);
            Estimate exponent = new Estimate(0.21, 0.17, 0.26, Interval.BOOTSTRAP);
            FormFit fit = new FormFit(
                    FormKind.POWER_LAW,
                    Axis.PARAMETERS,
                    "",
                    Map.of("α", exponent),
                    1e-3,
                    0.01,
                    20,
                    -30,
                    0.9,
                    List.of(0.0, 0.1),
                    Double.NaN,
                    FormFit.HeldOut.NONE,
                    Resampling.CURVE,
                    List.of());
            SliceScaling slice = new SliceScaling(
                    "kind",
                    "adversarial",
                    Measure.LOSS,
                    List.of(
                            new Point("small", 1e9, Double.NaN, Double.NaN, Double.NaN, 0.6, 0.01),
                            new Point("large", 1e10, Double.NaN, Double.NaN, Double.NaN, 0.4, 0.01)),
                    Map.of("odd", "its loss is 0"),
                    new TrendTest(7, Axis.PARAMETERS, -1, 0.001, 0.002),
                    List.of(fit),
                    List.of(List.of()),
                    List.of(List.of(new Answer("at N = 7e10?", Map.of(), "0.31 [0.28, 0.34]"))),
                    List.of(),
                    new Verdict(Verdict.Kind.TREND, "power law in N, α = 0.21 [0.17, 0.26]", 0));
            ScalingOptions options =
                    new ScalingOptions(0.95, 1000, 1, Double.NaN, DataUnit.UNKNOWN, Resampling.AUTO, List.of());
            return new ScalingDocument("data", "", "", options, Map.of(), List.of(slice), List.of());
        }

        @Override
        public FilterReceipt filter(Settings settings, ProgressListener progress) {
            remember(settings);
            return filtered;
        }

        @Override
        public List<StoreKeeper.Shelf> storeShelves(String store, ProgressListener progress) {
            return shelves;
        }

        @Override
        public int compactStore(String store, Duration grace, ProgressListener progress) {
            return 3;
        }

        @Override
        public List<String> expireStore(String store, Duration unused) {
            return List.of();
        }

        @Override
        public DemoReport demo(DemoPlan plan, DemoProgress progress) {
            plans.add(plan);
            progress.onRun(
                    1, plan.runs(), "pairs with " + plan.largest().model().name());
            return new DemoReport(
                    List.of(
                            member(500, 4_000, Map.of(Kind.ADVERSARIAL, new DemoReport.Judged(80, 0.512, 0.69))),
                            member(500, 16_000, Map.of(Kind.ADVERSARIAL, new DemoReport.Judged(80, 0.75, 0.5))),
                            member(
                                    30_000,
                                    16_000,
                                    Map.of(
                                            Kind.SUBJECTIVE,
                                            new DemoReport.Judged(20, 0.65, 0.6),
                                            Kind.ADVERSARIAL,
                                            new DemoReport.Judged(80, 0.9, 0.25)))),
                    Optional.of(new DemoReport.Judged(80, 0.95, 0.1)),
                    Optional.of(new DemoReport.Judged(20, 0.05, 3)),
                    Optional.of(new DemoReport.Filtered(80, 20, 2, 15)),
                    Map.of(Kind.SUBJECTIVE, "no scaling seen", Kind.ADVERSARIAL, "power law in N"),
                    Duration.ofSeconds(62));
        }

        private static DemoReport.Member member(long size, long pairs, Map<Kind, DemoReport.Judged> kinds) {
            return new DemoReport.Member(new BuiltInModel("m", size, size, pairs, 1, 1, 1, 1, Map.of()), kinds);
        }

        @Override
        public Inspection inspect(Settings settings, ProgressListener progress) {
            remember(settings);
            return new Inspection(
                    new Inspection.Source("a", 1, 2, "jsonl"),
                    new Inspection.Recognised(
                            "pair",
                            "as the settings say",
                            List.of(),
                            ColumnMapping.NONE,
                            List.of(),
                            List.of(),
                            Optional.empty()),
                    0,
                    Map.of(),
                    0.01,
                    Map.of(),
                    Map.of(),
                    new Inspection.Examples(0, 0, 0, new LengthHistogram(), new LengthHistogram()),
                    new Inspection.Lengths(new LengthHistogram(), new LengthHistogram(), Optional.empty()),
                    new Inspection.Work(0, 0, 0, new Inspection.Amount(0, 0, 0), Optional.empty()),
                    List.of(),
                    Optional.empty(),
                    List.of());
        }

        @Override
        public CheckReport check(Settings settings) {
            remember(settings);
            ModelFacts facts = new ModelFacts(
                    "Qwen2ForRewardModel",
                    71_530_000_000L,
                    143_060_000_000L,
                    "bfloat16",
                    "float32",
                    "last-token",
                    4096,
                    EncodeSettings.OnTooLong.SET_ASIDE,
                    "none",
                    "tokenizer_config.json",
                    "0123",
                    List.of("a token too many"));
            return new CheckReport(facts, Duration.ofMillis(1500), 2.5e-7);
        }

        private void remember(Settings settings) {
            RuntimeException thrown = failure.get();
            if (thrown != null) {
                throw thrown;
            }
            seen.add(settings);
        }
    }
}
