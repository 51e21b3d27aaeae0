package io.prefscore.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import io.prefscore.config.ColumnMapping;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.InputSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.Sharing;
import io.prefscore.config.ScoringSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.StoreSettings;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.Parsed;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.RowParser;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.preference.Message;
import io.prefscore.preference.Response;
import io.prefscore.scoring.ProgressListener;
import io.prefscore.scoring.RunSummary;
import io.prefscore.scoring.ScoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Times the forward pass one by one, packed, and with shared prompts, and the whole job over it; {@code jobs/bench.sh score} runs
 * it. Arguments: MODEL_DIR INPUT ROWS THREADS OUTPUT_DIR. Writes {@code conversations.jsonl} and {@code scores.txt} (reward and
 * tokens) into the output folder for a peer to be compared with. Nothing is timed before the results are checked.
 */
public final class ScoringBenchmark {

    private static final int CHECKED = 32;
    private static final double TO_ITSELF = 1e-5;
    private static final EncodeSettings ENCODE = new EncodeSettings(
            Optional.empty(), LocalDate.of(2024, 7, 26), OptionalInt.empty(), EncodeSettings.OnTooLong.SET_ASIDE);

    private ScoringBenchmark() {}

    /** A way to run the forward pass. */
    private record Way(String name, int maxTokensPerBatch, int batchesPerSweep, Sharing sharing) {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String input = arguments[1];
        int rows = Integer.parseInt(arguments[2]);
        int threads = Integer.parseInt(arguments[3]);
        Path output = Files.createDirectories(Path.of(arguments[4]));
        try (SparkSession spark = SparkSession.builder()
                .master("local[" + threads + "]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            run(spark, folder, input, rows, threads, output);
        }
    }

    private static void run(SparkSession spark, Path folder, String input, int rows, int threads, Path output)
            throws Exception {
        Checkpoint checkpoint = Checkpoint.read(folder);
        machine(checkpoint, threads);
        List<List<Message>> conversations = conversations(spark, inputSettings(input, rows));
        List<String> texts = texts(folder, conversations);
        write(output, conversations);
        lengths(folder, texts);

        Way oneByOne = new Way("one by one", 1, 1, Sharing.OFF);
        Way packed = new Way("packed", 4096, 8, Sharing.OFF);
        Way shared = new Way("shared prompts", 4096, 8, Sharing.ON);
        check(folder, texts.subList(0, Math.min(CHECKED, texts.size())), threads, oneByOne, shared);

        System.out.println();
        for (Way way : List.of(oneByOne, packed, shared)) {
            double before = productRate(threads, checkpoint.config());
            Rewards rewards = score(folder, texts, threads, way);
            double product = Math.max(before, productRate(threads, checkpoint.config()));
            double rate = linearOperations(checkpoint.config(), rewards, texts.size())
                    / rewards.cost().forward().toNanos();
            System.out.printf(
                    Locale.ROOT,
                    "%-15s forward %7.2f s  %6d tokens computed of %6d asked  %4.0f GFLOP/s, %.2f of a plain product's"
                            + " %.0f%n",
                    way.name,
                    rewards.cost().forward().toNanos() / 1e9,
                    rewards.cost().tokensComputed(),
                    rewards.cost().tokensAsked(),
                    rate,
                    rate / product,
                    product);
            if (way.equals(shared)) {
                List<String> lines = new ArrayList<>();
                for (Rewards.Outcome outcome : rewards.outcomes()) {
                    Rewards.Scored scored = (Rewards.Scored) outcome;
                    lines.add(scored.reward() + " " + scored.tokens());
                }
                Files.write(output.resolve("scores.txt"), lines);
            }
        }
        job(spark, folder, input, rows, threads, output);
    }

    private static void job(SparkSession spark, Path folder, String input, int rows, int threads, Path output) {
        System.out.println();
        for (int round = 0; round < 2; round++) {
            ModelSettings model = settings(folder, new Way("", 4096, 8, Sharing.ON), OptionalInt.of(threads));
            Settings settings = new Settings(
                    inputSettings(input, rows),
                    ENCODE,
                    model,
                    StoreSettings.IN_OUTPUT,
                    ScoringSettings.CHOSEN,
                    output.resolve("job-" + System.nanoTime()).toString());
            FolderSource source = FolderSource.read(model, ENCODE);
            RunSummary summary = ScoreJob.run(spark, settings, source, ProgressListener.SILENT);
            double elapsed = summary.elapsed().toNanos() / 1e9;
            double forward = summary.work().forward().toNanos() / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "whole job, %s: %.2f s, of which forward %.2f s: %.2f times the forward pass  (%s)%n",
                    round == 0 ? "model and Spark cold" : "model loaded",
                    elapsed,
                    forward,
                    elapsed / forward,
                    stages(summary));
        }
    }

    private static String stages(RunSummary summary) {
        StringBuilder text = new StringBuilder();
        for (RunSummary.StageTime stage : summary.stages()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(stage.stage().label())
                    .append(String.format(Locale.ROOT, " %.2f", stage.elapsed().toNanos() / 1e9));
        }
        return text.toString();
    }

    private static void machine(Checkpoint checkpoint, int threads) throws IOException {
        String processor = "unknown processor";
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (Files.exists(cpuinfo)) {
            for (String line : Files.readAllLines(cpuinfo)) {
                if (line.startsWith("model name")) {
                    processor = line.substring(line.indexOf(':') + 2);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d processors, %d threads used; Java %s; %s with %,d parameters%n",
                processor,
                Runtime.getRuntime().availableProcessors(),
                threads,
                System.getProperty("java.version"),
                checkpoint.config().architecture().className(),
                checkpoint.parameters());
    }

    private static List<List<Message>> conversations(SparkSession spark, InputSettings settings) {
        InputTable input = new InputReader(spark, settings).open();
        RowParser parser = PreferenceSchemas.recognise(input, settings).parser();
        List<List<Message>> conversations = new ArrayList<>();
        Column needed = functions.struct(parser.columns().stream()
                .map(name -> functions.col(InputTable.ROW).getField(name).as(name))
                .toArray(Column[]::new));
        for (Row row : input.rows()
                .select(functions.col(InputTable.NAME), needed.as(InputTable.ROW))
                .collectAsList()) {
            Parsed parsed = parser.parse(row.getAs(InputTable.NAME), row.getAs(InputTable.ROW));
            if (parsed instanceof Parsed.Usable usable) {
                for (Response response : usable.example().responses()) {
                    List<Message> conversation =
                            new ArrayList<>(usable.example().prompt());
                    conversation.addAll(response.messages());
                    conversations.add(conversation);
                }
            }
        }
        return conversations;
    }

    /** Different texts, in order of first appearance. */
    private static List<String> texts(Path folder, List<List<Message>> conversations) throws ConversationRefused {
        FolderSource source =
                FolderSource.read(settings(folder, new Way("", 1, 1, Sharing.OFF), OptionalInt.empty()), ENCODE);
        Set<String> texts = new LinkedHashSet<>();
        for (List<Message> conversation : conversations) {
            texts.add(source.renderer().render(conversation));
        }
        return List.copyOf(texts);
    }

    private static void write(Path output, List<List<Message>> conversations) throws IOException {
        Gson gson = new Gson();
        Set<String> lines = new LinkedHashSet<>();
        for (List<Message> conversation : conversations) {
            List<Map<String, String>> messages = new ArrayList<>();
            for (Message message : conversation) {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("role", message.role());
                fields.put("content", message.content());
                messages.add(fields);
            }
            lines.add(gson.toJson(Map.of("messages", messages)));
        }
        Files.write(output.resolve("conversations.jsonl"), lines);
    }

    private static void lengths(Path folder, List<String> texts) throws ConversationRefused {
        int[] bands = {64, 128, 256, 512, 1024, 2048, Integer.MAX_VALUE};
        int[] counts = new int[bands.length];
        long tokens = 0;
        try (TextTokenizer tokenizer = TextTokenizer.read(folder, 4096)) {
            for (String text : texts) {
                int length = tokenizer.encode(text).length;
                tokens += length;
                int band = 0;
                while (length > bands[band]) {
                    band++;
                }
                counts[band]++;
            }
        }
        System.out.printf(Locale.ROOT, "%d different conversations, %,d tokens%n", texts.size(), tokens);
        for (int band = 0; band < bands.length; band++) {
            if (counts[band] > 0) {
                String limit = bands[band] == Integer.MAX_VALUE ? "more" : "to " + bands[band];
                System.out.printf(
                        Locale.ROOT,
                        "  %-8s %4d %s%n",
                        limit,
                        counts[band],
                        "#".repeat(60 * counts[band] / texts.size()));
            }
        }
    }

    private static void check(Path folder, List<String> texts, int threads, Way one, Way other) {
        float[] alone = logits(score(folder, texts, threads, one));
        float[] packed = logits(score(folder, texts, threads, other));
        double mean = 0;
        for (float reward : alone) {
            mean += reward / alone.length;
        }
        double variance = 0;
        double worst = 0;
        for (int i = 0; i < alone.length; i++) {
            variance += (alone[i] - mean) * (alone[i] - mean) / alone.length;
            worst = Math.max(worst, Math.abs(alone[i] - packed[i]));
        }
        double scale = Math.max(1, Math.sqrt(variance));
        System.out.printf(
                Locale.ROOT,
                "check: %s against %s: largest difference %.1e s (allowed %.0e s)%n",
                other.name,
                one.name,
                worst / scale,
                TO_ITSELF);
        if (!(worst <= TO_ITSELF * scale)) {
            throw new IllegalStateException("results differ; nothing is timed");
        }
    }

    private static Rewards score(Path folder, List<String> texts, int threads, Way way) {
        try (RewardModel model = FolderSource.read(settings(folder, way, OptionalInt.of(threads)), ENCODE)
                .open(new ModelSource.Device.Cpu(threads))) {
            return model.score(texts);
        }
    }

    private static float[] logits(Rewards rewards) {
        float[] logits = new float[rewards.outcomes().size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = ((Rewards.Scored) rewards.outcomes().get(i)).reward();
        }
        return logits;
    }

    /** GFLOP/s of one float32 product in the shape of the feed-forward block, the best of several. */
    private static double productRate(int threads, DecoderConfig config) {
        return Feeder.of(Device.cpu()).call(() -> {
            TorchEngine.start(Device.cpu(), threads);
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                long rows = 2048;
                NDArray x = manager.randomUniform(-1, 1, new Shape(rows, config.hidden()));
                NDArray w = manager.randomUniform(-1, 1, new Shape(config.hidden(), config.intermediate()));
                double best = 0;
                for (int i = 0; i < 8; i++) {
                    long started = System.nanoTime();
                    NDArray product = x.matMul(w);
                    best = Math.max(
                            best, 2.0 * rows * config.hidden() * config.intermediate() / (System.nanoTime() - started));
                    product.close();
                }
                return best;
            }
        });
    }

    /** Floating-point operations of the linear layers that were computed: of the last layer mostly the scored rows. */
    private static double linearOperations(DecoderConfig config, Rewards rewards, int conversations) {
        double queries = (double) config.heads() * config.headSize();
        double keys = (double) config.keyValueHeads() * config.headSize();
        double keysAndValues = 2 * config.hidden() * keys;
        double rest = 2 * config.hidden() * queries + 3.0 * config.hidden() * config.intermediate();
        double tokens = rewards.cost().tokensComputed();
        return 2
                * (tokens * (config.layers() - 1) * (keysAndValues + rest)
                        + tokens * keysAndValues
                        + conversations * rest);
    }

    private static InputSettings inputSettings(String input, int rows) {
        return new InputSettings(
                List.of(input),
                Optional.empty(),
                InputSettings.Format.AUTO,
                Optional.empty(),
                OptionalLong.of(rows),
                OptionalDouble.empty(),
                0,
                ColumnMapping.NONE,
                List.of(),
                Map.of(),
                1,
                Map.of());
    }

    private static ModelSettings settings(Path folder, Way way, OptionalInt threads) {
        return new ModelSettings(
                folder.toString(),
                ModelSettings.Kind.CHECKPOINT,
                ModelSettings.DeviceKind.CPU,
                ModelSettings.Dtype.FLOAT32,
                ModelSettings.Pooling.AUTO,
                way.maxTokensPerBatch,
                way.batchesPerSweep,
                way.sharing,
                threads);
    }
}
