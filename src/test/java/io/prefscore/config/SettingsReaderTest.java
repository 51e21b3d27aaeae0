package io.prefscore.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.prefscore.config.InvalidSettings.Problem;
import io.prefscore.scaling.DataUnit;
import io.prefscore.scaling.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final String EVERYTHING = """
            input {
              paths = ["a.parquet", "b/*.jsonl"]
              format = jsonl
              schema = hh-rlhf
              limit = 3000000000
              sample = 0.25
              sample-seed = -4
            }
            encode { system-prompt = "Be brief.", date = 2025-02-28, max-tokens = 512, on-too-long = truncate-end }
            model {
              path = /models/one
              kind = checkpoint
              device = gpu
              dtype = bfloat16
              pooling = rightmost-non-pad
              max-tokens-per-batch = 100
              batches-per-sweep = 3
              prefix-sharing = off
              threads = 2
              cache = /fast/models
              cache-limit = 1.5 TiB
              parameters = 7.2e10
              training-data = 15000000
              training-compute = 1e21
            }
            store { path = "/stores/one", use = off }
            scoring { wave-characters = 5000000000, tasks-per-wave = 7 }
            report {
              use = off
              scores = [one, two]
              slices = [topic]
              include-texts = false
              examples = 3
              confidence-level = 90 %
              replicates = 200
              seed = -5
            }
            scaling {
              runs = [one, two]
              columns {
                n = size
                d = pairs
                c = flops
                loss = nll
                loss-se = nll_se
                accuracy = acc
                accuracy-se = acc_se
                slice = topic
                name = model
                kl = divergence
                best-of-n = best
                reward = gold
                reward-se = gold_se
              }
              models = [{ run = one, parameters = 7e9 }, { run = 2, data = 5, compute = "3e20" }]
              data-unit = pairs
              tokens-per-unit = 1500
              from-compute = on
              confidence-level = 90 %
              replicates = 300
              seed = -6
              huber-delta = 1e-3
              resampling = cases
              predict = ["n=7.2e10,d=1.5e7"]
              targets = ["accuracy=0.8,n=7e9,for=d"]
              budgets = ["1e21"]
            }
            filter {
              scores = [one, two]
              policies = [
                { margin { of = size, at-least = "10 %", at-most = 3, per = kind } }
                { agreement { above = 90 %, action = flip, method = isotonic, noise = 0.1, per = kind } }
                { label-confidence { at-least = 0.6 } }
                { reward { of = best, at-least = -1 } }
                { top-share { by = best-reward, rows = 7, per = kind } }
                { length-balance {} }
                { exact-duplicates { same = prompt-and-responses, keep = any } }
                { near-duplicates { similarity = 0.7 } }
                { decontaminate { against = [mmlu, "s3a://eval/math"], columns = question, words = 8 } }
                { ensemble { at-least = 2 } }
                { sample { share = 25 % } }
                { where { sql = "length(prompt) < 10" } }
                { pairs { from = top-margins, top = 2, min-margin = 0.5, labels = overrule } }
              ]
              slices = [topic]
              shape = unpaired
              format = jsonl
              files = 3
              rows-per-file = 5000000000
              validation = 5 %
              write = receipt-alone
              examples = 4
              include-texts = off
              seed = -7
            }
            nightly {
              root = /nights
              time-zone = Europe/Berlin
              since = "2026-11-01T06:00:00Z"
              missing = pass
              keep = 90 days
              drift {
                min-count = 9
                accuracy { warn = 1 %, fail = 0.02 }
                margin { warn = 0.03, fail = 4 }
                set-aside { warn = 0.05, fail = 0.06 }
                rewards { warn = 0.07, fail = 0.08 }
              }
            }
            output { path = out, overwrite = on }
            """;

    private static final Settings EVERYTHING_READ = new Settings(
            new InputSettings(
                    List.of("a.parquet", "b/*.jsonl"),
                    Optional.empty(),
                    InputSettings.Format.JSONL,
                    Optional.of("hh-rlhf"),
                    OptionalLong.of(3_000_000_000L),
                    OptionalDouble.of(0.25),
                    -4,
                    ColumnMapping.NONE,
                    List.of(),
                    Map.of(),
                    0.01,
                    Map.of()),
            new EncodeSettings(
                    Optional.of("Be brief."),
                    LocalDate.of(2025, 2, 28),
                    OptionalInt.of(512),
                    EncodeSettings.OnTooLong.TRUNCATE_END),
            new ModelSettings(
                    "/models/one",
                    ModelSettings.Kind.CHECKPOINT,
                    ModelSettings.DeviceKind.GPU,
                    ModelSettings.Dtype.BFLOAT16,
                    ModelSettings.Pooling.RIGHTMOST_NON_PAD,
                    100,
                    3,
                    ModelSettings.Sharing.OFF,
                    OptionalInt.of(2),
                    new CacheSettings(Optional.of("/fast/models"), OptionalLong.of(3L << 39)),
                    new ModelSize(7.2e10, 1.5e7, 1e21)),
            new StoreSettings(Optional.of("/stores/one"), StoreSettings.Use.OFF),
            new ScoringSettings(OptionalLong.of(5_000_000_000L), OptionalInt.of(7)),
            new ReportSettings(
                    ReportSettings.Use.OFF,
                    List.of("one", "two"),
                    List.of(),
                    List.of("topic"),
                    ReportSettings.Texts.OFF,
                    3,
                    0.9,
                    200,
                    -5),
            new ScalingSettings(
                    List.of("one", "two"),
                    Optional.empty(),
                    new PointColumns(
                            Optional.of("size"),
                            Optional.of("pairs"),
                            Optional.of("flops"),
                            Optional.of("nll"),
                            Optional.of("nll_se"),
                            Optional.of("acc"),
                            Optional.of("acc_se"),
                            Optional.of("topic"),
                            Optional.of("model"),
                            Optional.of("divergence"),
                            Optional.of("best"),
                            Optional.of("gold"),
                            Optional.of("gold_se")),
                    List.of(
                            new ScalingSettings.SizedRun("one", new ModelSize(7e9, Double.NaN, Double.NaN)),
                            new ScalingSettings.SizedRun("2", new ModelSize(Double.NaN, 5, 3e20))),
                    new DataUnit("pairs", 1500),
                    ScalingSettings.FromCompute.ON,
                    0.9,
                    300,
                    -6,
                    OptionalDouble.of(1e-3),
                    Resampling.CASES,
                    List.of("n=7.2e10,d=1.5e7"),
                    List.of("accuracy=0.8,n=7e9,for=d"),
                    List.of("1e21")),
            new FilterSettings(
                    List.of("one", "two"),
                    List.of(
                            new FilterPolicy.Margin(
                                    FilterPolicy.MarginOf.SIZE,
                                    Optional.of(new Bound(0.1, Bound.Kind.QUANTILE)),
                                    Optional.of(new Bound(3, Bound.Kind.VALUE)),
                                    Optional.of("kind")),
                            new FilterPolicy.Agreement(
                                    0.9,
                                    FilterPolicy.Action.FLIP,
                                    FilterPolicy.Method.ISOTONIC,
                                    OptionalDouble.of(0.1),
                                    Optional.of("kind")),
                            new FilterPolicy.LabelConfidence(
                                    OptionalDouble.of(0.6),
                                    OptionalDouble.empty(),
                                    FilterPolicy.Method.TEMPERATURE,
                                    OptionalDouble.empty(),
                                    Optional.empty()),
                            new FilterPolicy.Reward(
                                    FilterPolicy.RewardOf.BEST,
                                    Optional.of(new Bound(-1, Bound.Kind.VALUE)),
                                    Optional.empty(),
                                    Optional.empty()),
                            new FilterPolicy.TopShare(
                                    FilterPolicy.By.BEST_REWARD,
                                    OptionalDouble.empty(),
                                    OptionalLong.of(7),
                                    Optional.of("kind")),
                            new FilterPolicy.LengthBalance(5, Optional.empty()),
                            new FilterPolicy.ExactDuplicates(
                                    FilterPolicy.Same.PROMPT_AND_RESPONSES, FilterPolicy.Keep.ANY),
                            new FilterPolicy.NearDuplicates(0.7, FilterPolicy.Keep.LARGEST_MARGIN),
                            new FilterPolicy.Decontaminate(
                                    List.of("mmlu", "s3a://eval/math"), List.of("question"), 8, 0.5),
                            new FilterPolicy.Ensemble(OptionalInt.of(2)),
                            new FilterPolicy.Sample(OptionalDouble.of(0.25), OptionalLong.empty(), Optional.empty()),
                            new FilterPolicy.Where("length(prompt) < 10"),
                            new FilterPolicy.Pairs(
                                    FilterPolicy.PairsFrom.TOP_MARGINS, 2, 0.5, FilterPolicy.PairsLabels.OVERRULE)),
                    List.of("topic"),
                    FilterSettings.Shape.UNPAIRED,
                    FilterSettings.Format.JSONL,
                    OptionalInt.of(3),
                    OptionalLong.of(5_000_000_000L),
                    0.05,
                    FilterSettings.Writing.RECEIPT_ALONE,
                    4,
                    ReportSettings.Texts.OFF,
                    -7),
            new NightlySettings(
                    Optional.of("/nights"),
                    ZoneId.of("Europe/Berlin"),
                    Optional.of("2026-11-01T06:00:00Z"),
                    NightlySettings.Missing.PASS,
                    Optional.of(new NightlySettings.Keep(90, NightlySettings.Keep.Unit.DAYS)),
                    new DriftSettings(9, limits(0.01, 0.02), limits(0.03, 4), limits(0.05, 0.06), limits(0.07, 0.08))),
            "out",
            Settings.Overwrite.ON);

    @TempDir
    private Path folder;

    @Test
    void givesTheDocumentedDefaults() {
        Settings settings = new SettingsReader().set("model.path=m").read(SettingsUse.CHECK);

        assertThat(settings)
                .isEqualTo(new Settings(
                        new InputSettings(
                                List.of(),
                                Optional.empty(),
                                InputSettings.Format.AUTO,
                                Optional.empty(),
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                17,
                                ColumnMapping.NONE,
                                List.of(),
                                Map.of(),
                                0.01,
                                Map.of()),
                        new EncodeSettings(
                                Optional.empty(),
                                LocalDate.of(2024, 7, 26),
                                OptionalInt.empty(),
                                EncodeSettings.OnTooLong.SET_ASIDE),
                        new ModelSettings(
                                "m",
                                ModelSettings.Kind.CHECKPOINT,
                                ModelSettings.DeviceKind.AUTO,
                                ModelSettings.Dtype.AUTO,
                                ModelSettings.Pooling.AUTO,
                                4096,
                                8,
                                ModelSettings.Sharing.ON,
                                OptionalInt.empty()),
                        StoreSettings.IN_OUTPUT,
                        ScoringSettings.CHOSEN,
                        new ReportSettings(
                                ReportSettings.Use.ON,
                                List.of(),
                                List.of(),
                                List.of(),
                                ReportSettings.Texts.ON,
                                25,
                                0.95,
                                1000,
                                20_260_101),
                        new ScalingSettings(
                                List.of(),
                                Optional.empty(),
                                new PointColumns(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty()),
                                List.of(),
                                DataUnit.UNKNOWN,
                                ScalingSettings.FromCompute.OFF,
                                0.95,
                                1000,
                                20_260_101,
                                OptionalDouble.empty(),
                                Resampling.AUTO,
                                List.of(),
                                List.of(),
                                List.of()),
                        new FilterSettings(
                                List.of(),
                                List.of(),
                                List.of(),
                                FilterSettings.Shape.AUTO,
                                FilterSettings.Format.PARQUET,
                                OptionalInt.empty(),
                                OptionalLong.empty(),
                                0,
                                FilterSettings.Writing.DATA,
                                10,
                                ReportSettings.Texts.ON,
                                20_260_101),
                        new NightlySettings(
                                Optional.empty(),
                                ZoneId.of("UTC"),
                                Optional.empty(),
                                NightlySettings.Missing.FAIL,
                                Optional.empty(),
                                new DriftSettings(
                                        100,
                                        limits(0.02, 0.05),
                                        limits(0.1, 0.25),
                                        limits(0.01, 0.05),
                                        limits(0.1, 0.2))),
                        "",
                        Settings.Overwrite.OFF));
    }

    @Test
    void mapsEveryKeyOfAFile() throws IOException {
        assertThat(new SettingsReader().file(file("all.conf", EVERYTHING)).read(SettingsUse.SCORE))
                .isEqualTo(EVERYTHING_READ);
    }

    @Test
    void mapsATableInsteadOfPaths() {
        Settings settings = new SettingsReader()
                .flag("--table", "input.table", "lake.pairs")
                .flag("--model", "model.path", "m")
                .flag("--output", "output.path", "o")
                .read(SettingsUse.SCORE);

        assertThat(settings.input().table()).contains("lake.pairs");
        assertThat(settings.input().paths()).isEmpty();
    }

    @Test
    void writesSettingsThatReadBackTheSame() throws IOException {
        Path json = file("all.json", SettingsWriter.json(EVERYTHING_READ));
        Path lines = file("all.conf", String.join("\n", SettingsWriter.lines(EVERYTHING_READ)));
        Settings defaults = new SettingsReader().set("model.path=m").read(SettingsUse.CHECK);

        assertThat(new SettingsReader().file(json).read(SettingsUse.SCORE)).isEqualTo(EVERYTHING_READ);
        assertThat(new SettingsReader().file(lines).read(SettingsUse.SCORE)).isEqualTo(EVERYTHING_READ);
        assertThat(new SettingsReader()
                        .file(file("defaults.json", SettingsWriter.json(defaults)))
                        .read(SettingsUse.CHECK))
                .isEqualTo(defaults);
    }

    @Test
    void writesEveryKeyThatExists() {
        assertThat(new TreeSet<>(SettingsMapping.values(EVERYTHING_READ).keySet()))
                .isEqualTo(new TreeSet<>(SettingsReader.known()));
    }

    @Test
    void laterLayersWin() throws IOException {
        Path first = file(
                "first.conf", "model { path = first, threads = 1, batches-per-sweep = 2 }\nscoring.tasks-per-wave = 9");
        Path second = file("second.conf", "model { path = second, threads = 5 }");

        Settings settings = new SettingsReader()
                .file(first)
                .file(second)
                .set("model.threads=6")
                .set("scoring.tasks-per-wave=null")
                .flag("--model", "model.path", "flag")
                .read(SettingsUse.CHECK);

        assertThat(settings.model().path()).isEqualTo("flag");
        assertThat(settings.model().threads()).hasValue(6);
        assertThat(settings.model().batchesPerSweep()).isEqualTo(2);
        assertThat(settings.scoring().tasksPerWave()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encode.system-prompt=|''",
                "encode.system-prompt=a = b|a = b",
                "encode.system-prompt=\\boxed{}. # not a comment|\\boxed{}. # not a comment",
                "encode.system-prompt=[x]|[x]",
                "encode.system-prompt=\"null\"|null",
                "encode.system-prompt=\"line\\nbreak\"|'line\nbreak'",
                "encode.system-prompt=\"|\"",
            })
    void takesAnAssignedTextAsItStands(String assignment, String expected) {
        Settings settings =
                new SettingsReader().set("model.path=m").set(assignment).read(SettingsUse.CHECK);

        assertThat(settings.encode().systemPrompt()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"input.paths", "model.path", "store.path", "output.path"})
    void refusesKeysInPathsWithoutShowingThem(String key) {
        List<Problem> problems =
                problems(new SettingsReader().set(key + "=s3a://AKIA123:hidden%2Fsecret@bucket/x"), SettingsUse.CHECK);

        assertThat(problems)
                .extracting(Problem::toString)
                .anyMatch(problem -> problem.startsWith("--set " + key + ": " + key + " must not hold keys"))
                .noneMatch(problem -> problem.contains("hidden") || problem.contains("AKIA"));
        assertThat(new SettingsReader()
                        .set("model.path=m")
                        .set(key + "=abfs://container@account.example.org/x")
                        .read(SettingsUse.CHECK))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000", "200 GiB, 214748364800", "200G, 214748364800", "1.5 MB, 1500000"})
    void takesSizesAsHoconHasThem(String size, long bytes) {
        Settings settings = new SettingsReader()
                .set("model.path=m")
                .set("model.cache-limit=" + size)
                .read(SettingsUse.CHECK);

        assertThat(settings.model().cache().limitBytes()).hasValue(bytes);
    }

    @Test
    void tellsNoSystemPromptFromAnEmptyOne() throws IOException {
        Path empty = file("empty.conf", "encode.system-prompt = \"\"\nmodel.path = m");
        Path none = file("none.conf", "encode.system-prompt = null");

        assertThat(new SettingsReader()
                        .file(empty)
                        .read(SettingsUse.CHECK)
                        .encode()
                        .systemPrompt())
                .contains("");
        assertThat(new SettingsReader()
                        .file(empty)
                        .file(none)
                        .read(SettingsUse.CHECK)
                        .encode()
                        .systemPrompt())
                .isEmpty();
        assertThat(new SettingsReader()
                        .file(empty)
                        .set("encode.system-prompt=null")
                        .read(SettingsUse.CHECK)
                        .encode()
                        .systemPrompt())
                .isEmpty();
    }

    @Test
    void takesOnePathOrAListOfThem() {
        SettingsReader one = new SettingsReader().set("model.path=m").set("input.paths=s3a://bucket/a,b.parquet");
        SettingsReader list = new SettingsReader().set("model.path=m").set("input.paths=[\"a\", \"b\"]");

        assertThat(one.read(SettingsUse.CHECK).input().paths()).containsExactly("s3a://bucket/a,b.parquet");
        assertThat(list.read(SettingsUse.CHECK).input().paths()).containsExactly("a", "b");
    }

    @Test
    void readsEnvironmentVariables() throws IOException {
        Path conf = file("environment.conf", "model.path = ${PATH}");

        assertThat(new SettingsReader()
                        .file(conf)
                        .read(SettingsUse.CHECK)
                        .model()
                        .path())
                .isEqualTo(System.getenv("PATH"));
    }

    @Test
    void readsWhatAFileIncludes() throws IOException {
        file("common.conf", "model.threads = 3");
        Path conf = file("run.conf", "include \"common.conf\"\nmodel.path = m");

        assertThat(new SettingsReader()
                        .file(conf)
                        .read(SettingsUse.CHECK)
                        .model()
                        .threads())
                .hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"comon.conf", "io/prefscore/config/defaults.conf"})
    void refusesToIncludeWhatIsNoFileBesideTheIncludingOne(String name) throws IOException {
        Path conf = file("run.conf", "model.path = m\ninclude \"" + name + "\"");

        assertThat(problems(new SettingsReader().file(conf), SettingsUse.CHECK))
                .singleElement()
                .hasToString(conf + ": include \"" + name
                        + "\" names no file beside the one that includes it; correct the name");
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirPlaces() throws IOException {
        Path conf = file("bad.conf", """
                encode {
                  on-to-long = set-aside
                  max-tokens = 0
                }
                model.device = gpux
                model.threads = many
                input.sample = 1.5
                input.limit = -3
                """);

        List<Problem> problems =
                problems(new SettingsReader().file(conf).set("scoring.tasks-per-wave=0.5"), SettingsUse.SCORE);

        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        conf
                                + ":2: encode.on-to-long is no setting; the nearest is encode.on-too-long; correct or remove it",
                        conf + ":3: encode.max-tokens must be at least 1; found 0; "
                                + "leave it out to go by what the model holds",
                        conf + ":5: model.device must be one of auto, cpu, gpu; found \"gpux\"",
                        conf + ":6: model.threads must be a whole number below 2,147,483,648; found \"many\"",
                        conf + ":7: input.sample must be a share above 0 and at most 1; found 1.5; "
                                + "0.01 scores one row in a hundred",
                        conf + ":8: input.limit must be at least 1; found -3; leave it out to score all rows",
                        "--set scoring.tasks-per-wave: scoring.tasks-per-wave must be a whole number below 2,147,483,648; "
                                + "found \"0.5\"",
                        "model.path must name the checkpoint folder; give --model DIR",
                        "input.paths or input.table must say what to score; give --input PATH or --table NAME",
                        "output.path must name the folder to write; give --output DIR");
    }

    @ParameterizedTest
    @CsvSource({
        "modle.path, model.path",
        "model.maxTokensPerBatch, model.max-tokens-per-batch",
        "model.max_tokens, encode.max-tokens",
        "max-tokens, encode.max-tokens",
        "threads, model.threads",
        "encode.sytem-prompt, encode.system-prompt",
        "input.path, input.paths",
    })
    void namesTheNearestKey(String unknown, String nearest) {
        assertThat(problems(new SettingsReader().set("model.path=m").set(unknown + "=1"), SettingsUse.CHECK))
                .singleElement()
                .asString()
                .contains(unknown + " is no setting; the nearest is " + nearest + ";");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encode = 3|encode must be a group of settings; found 3",
                "encode.date = 2025-02-30|encode.date must be a date as yyyy-mm-dd; found \"2025-02-30\"",
                "encode.date = null|encode.date must be a date as yyyy-mm-dd; found null",
                "encode.system-prompt { text = a }|encode.system-prompt.text is no setting",
                "encode.system-prompt = [a]|encode.system-prompt must be a text; found [\"a\"]",
                "input.paths = [a, [b]]|input.paths must be a list of texts",
                "input.paths = [a, \"\"]|input.paths must not contain a blank path",
                "input { paths = [a], table = t }|input.table must not be set together with input.paths",
                "input.limit = 1.5|input.limit must be a whole number; found 1.5",
                "input.sample = 0|input.sample must be a share above 0",
                "input.sample = NaN|input.sample must be a number",
                "model.max-tokens-per-batch = 99999999999|must be a whole number below 2,147,483,648; found 99999999999",
                "model.batches-per-sweep = 0|model.batches-per-sweep must be at least 1; found 0",
                "model.cache-limit = plenty|model.cache-limit must be a size such as 200 GiB; found \"plenty\"",
                "model.cache-limit = 0|model.cache-limit must be at least 1; found 0",
                "model.cache = \" \"|model.cache must not be blank; name a folder",
                "model.prefix-sharing = maybe|model.prefix-sharing must be one of on, off; found \"maybe\"",
                "model.kind = torchscript|model.kind is torchscript, whose file runs as code; give --allow-torchscript",
                "model.path = ${PREFSCORE_NO_SUCH_VARIABLE}|PREFSCORE_NO_SUCH_VARIABLE",
                "report { scores = [a], rewards-columns = [r] }|report.rewards-columns must not be set together with",
                "report.rewards-columns = [r, r]|report.rewards-columns must not name a column twice; found r, r",
                "report.confidence-level = 1|report.confidence-level must be at least 50 % and below 100 %; found 100",
                "report.replicates = 10|report.replicates must lie between 100 and 10000; found 10",
                "report.examples = -1|report.examples must lie between 0 and 1000; found -1",
                "model.training-data = -5|model.training-data must be above 0; found -5.0; leave it out if it is not known",
                "scaling { runs = [a], points = p }|scaling.points must not be set together with scaling.runs",
                "scaling.runs = [a, \"\"]|scaling.runs must not contain a blank path",
                "scaling.confidence-level = 1|scaling.confidence-level must be at least 50 % and below 100 %; found 100",
                "scaling.replicates = 10|scaling.replicates must lie between 100 and 10000; found 10",
                "scaling.budgets = 1e21|scaling.budgets need to know what D is counted in, for C = 6 N D holds for tokens; give",
                "scaling { data-unit = pairs, from-compute = on }|scaling.from-compute needs to know what D is counted in",
                "scaling.tokens-per-unit = -1|scaling.tokens-per-unit must be above 0; found -1.0; leave it out",
                "scaling.huber-delta = 0|scaling.huber-delta must be above 0; found 0.0; leave it out",
                "filter.policies = [{ margn { at-least = 1 } }]|filter.policies 'margn' is no policy; the nearest is margin; there"
                        + " are",
                "filter.policies = [{ margin { from = 1 } }]|filter.policies 'from' is no key of margin; the nearest is ",
                "filter.policies = [{ margin {} }]|filter.policies[0].margin must have an end; give at-least or at-most",
                "filter.policies = [{ margin { at-least = \"101 %\" } }]|filter.policies margin.at-least must be a number,"
                        + " or a quantile",
                "filter.policies = [{ agreement { action = swap } }]|filter.policies agreement.action must be one of drop,"
                        + " flip, reweight; found swap",
                "filter.policies = [{ sample {} }]|filter.policies[0].sample must say how many rows; give either share or",
                "filter.policies = margin|filter.policies must be a policy such as { margin { at-least = 0.5 } }; found",
                "filter.policies = [{ best {} }, { where { sql = a } }]|filter.policies[1].where looks at rows, and must",
                "filter.policies = [{ pairs {} }, { agreement {} }]|filter.policies[1].agreement judges labels, and must stand",
                "filter { shape = input, policies = [{ best {} }] }|filter.shape must not be input where pairs or best",
                "scaling.models = [{ runn = a }]|scaling.models must be a list such as [{ run =",
                "scaling.models = [{ run = a, parameters = 0 }]|scaling.models must be a list such as [{ run =",
                "scaling.predict = [\"n=7e9,n=1\"]|scaling.predict must give sizes above 0, such as n=7.2e10,d=1.5e7 or",
                "scaling.predict = [\"n=-7e9\"]|scaling.predict must give sizes above 0",
                "scaling.predict = [\"x=1\"]|scaling.predict must give sizes above 0",
                "scaling.targets = [\"n=1e9\"]|scaling.targets must give one of loss, calibrated-loss, accuracy and reward",
                "scaling.targets = [\"loss=1,accuracy=0.8\"]|scaling.targets must give one of loss",
                "scaling.targets = [\"loss=0.4,d=1e6,for=d\"]|such as loss=0.4,n=7e9,for=d; found loss=0.4,d=1e6,for=d",
                "scaling.budgets = [lots]|scaling.budgets must be floating-point operations above 0, such as 1e21; found lots",
                "nightly.time-zone = Middle-earth|nightly.time-zone must be a time zone such as UTC or Europe/Berlin",
                "nightly.since = yesterday|nightly.since must be a day as 2026-11-01 or an instant",
                "nightly.keep = 30|nightly.keep must be a number of runs or days such as",
                "nightly.keep = 0 runs|nightly.keep must be a number of runs or days such as",
                "nightly.drift.min-count = 0|nightly.drift.min-count must be at least 1; found 0",
                "nightly.drift.margin { warn = 1, fail = 0.5 }|nightly.drift.margin.fail must not be below",
                "nightly.drift.rewards.warn = -1 %|nightly.drift.rewards.warn must not be below 0",
                "model.path = s3a://bucket|bad.conf:1: ",
                "model { path = a|bad.conf",
            })
    void refusesWhatCannotHold(String line, String complaint) throws IOException {
        Path conf = file("bad.conf", line);

        assertThat(problems(new SettingsReader().file(conf).set("scoring.tasks-per-wave=1"), SettingsUse.CHECK))
                .extracting(Problem::toString)
                .anySatisfy(problem ->
                        assertThat(problem).startsWith(conf.toString()).contains(complaint));
    }

    @Test
    void keepsOnAfterAFileThatDoesNotParse() throws IOException {
        Path broken = file("broken.conf", "model {");
        Path wrong = file("wrong.conf", "model.threads = 0");

        assertThat(problems(
                        new SettingsReader()
                                .file(broken)
                                .file(wrong)
                                .file(folder.resolve("none.conf"))
                                .file(folder),
                        SettingsUse.CHECK))
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).startsWith(broken.toString()),
                        problem -> assertThat(problem).startsWith(wrong + ":1: model.threads must be at least 1"),
                        problem -> assertThat(problem).contains("none.conf: there is no such file"),
                        problem -> assertThat(problem).contains("this is a folder"));
    }

    @ParameterizedTest
    @CsvSource({"model.path", "=3", "'.path=3'", "'model.=3'"})
    void refusesAnAssignmentWithoutKeyOrValue(String assignment) {
        assertThat(problems(new SettingsReader().set(assignment).set("model.path=m"), SettingsUse.CHECK))
                .singleElement()
                .asString()
                .startsWith("--set " + assignment + ": must be key=value");
    }

    @Test
    void treatsABlankPathAsNotGiven() {
        assertThat(problems(new SettingsReader().flag("--model", "model.path", ""), SettingsUse.CHECK))
                .singleElement()
                .hasToString("--model: model.path must name the checkpoint folder; give --model DIR");
    }

    @Test
    void takesTorchscriptWhereItIsAllowed() {
        Settings settings =
                new SettingsReader().set("model.path=m").allowTorchscript().read(SettingsUse.CHECK);

        assertThat(settings.model().kind()).isEqualTo(ModelSettings.Kind.TORCHSCRIPT);
    }

    @Test
    void acceptsABooleanForASwitch() throws IOException {
        Path conf = file("switch.conf", "model { path = m, prefix-sharing = false }");

        assertThat(new SettingsReader()
                        .file(conf)
                        .read(SettingsUse.CHECK)
                        .model()
                        .prefixSharing())
                .isEqualTo(ModelSettings.Sharing.OFF);
    }

    private static DriftSettings.Limits limits(double warn, double fail) {
        return new DriftSettings.Limits(warn, fail);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Problem> problems(SettingsReader reader, SettingsUse use) {
        return catchThrowableOfType(InvalidSettings.class, () -> reader.read(use))
                .problems();
    }

    /** What is missing is missing where the rest stands, and not in the defaults. */
    @Test
    void namesTheUsersFileWhereAMappingLacksAKey(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.conf"), "\ninput.columns { chosen = good }\n");

        assertThatThrownBy(() -> new SettingsReader().file(file).read(SettingsUse.TRANSFORM))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("mine.conf:2")
                .hasMessageContaining("input.columns.rejected must be given together with chosen")
                .hasMessageNotContaining("built-in defaults");
    }
}
