package io.prefscore.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.translate.TranslateException;
import io.prefscore.config.ModelSettings.Sharing;
import io.prefscore.encode.Packer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Scores many batches of varying shapes in one process and prints what stays and what grows: arguments MODEL_DIR BATCHES
 * MAX_TOKENS. A process of its own, so that the heap can be fixed and whatever memory grows is native.
 */
public final class SteadyState {

    private static final int WARM_UP = 200;
    private static final int LOOK_EVERY = 20;

    private SteadyState() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int batches = Integer.parseInt(arguments[1]);
        int maxTokens = Integer.parseInt(arguments[2]);
        int vocabulary = Checkpoint.read(folder).config().vocabulary();
        Random random = new Random(17);
        Feeder feeder = Feeder.of(Device.cpu());
        feeder.call(() -> {
            TorchEngine.start(Device.cpu(), 2);
            try (PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
                    DecoderBlock block = new DecoderBlock(manager, Checkpoint.read(folder), DataType.FLOAT32, 4)) {
                run(manager, block, random, vocabulary, batches, maxTokens);
            }
            return true;
        });
    }

    private static void run(
            PtNDManager manager, DecoderBlock block, Random random, int vocabulary, int batches, int maxTokens)
            throws IOException {
        PackingTranslator translator = new PackingTranslator(new Packer(maxTokens, Sharing.ON));
        Map<Integer, List<Long>> nanosBySize = new TreeMap<>();
        List<Long> resident = new ArrayList<>();
        int arraysAfterWarmUp = 0;
        try (Predictor<TokenSequences, SequenceRewards> predictor = predictor(manager, block, translator)) {
            for (int batch = 0; batch < batches; batch++) {
                TokenSequences input = input(random, vocabulary, maxTokens);
                long started = System.nanoTime();
                SequenceRewards rewards = predictor.predict(input);
                long nanos = System.nanoTime() - started;
                if (batch >= WARM_UP) {
                    int size = (int) (Math.log((double) rewards.cost().tokensComputed()) / Math.log(1.25));
                    nanosBySize.computeIfAbsent(size, key -> new ArrayList<>()).add(nanos);
                }
                if (batch >= WARM_UP && (batch - WARM_UP) % LOOK_EVERY == 0) {
                    resident.add(residentKibibytes());
                }
                if (batch == WARM_UP) {
                    arraysAfterWarmUp = manager.getManagedArrays().size();
                }
            }
            System.out.println(
                    "native arrays grew by " + (manager.getManagedArrays().size() - arraysAfterWarmUp));
            report(resident);
            double worst = 0;
            for (List<Long> nanos : nanosBySize.values()) {
                long[] sorted =
                        nanos.stream().mapToLong(Long::longValue).sorted().toArray();
                if (sorted.length >= 20) {
                    worst = Math.max(worst, (double) sorted[sorted.length - 1] / sorted[sorted.length / 2]);
                }
            }
            System.out.println("slowest batch over the median of its size " + worst);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Prints the lowest and highest resident memory of each third of the batches: it goes up and down with what malloc keeps,
     * and steps up with the largest shape so far; only a leak lifts lows and highs alike.
     */
    private static void report(List<Long> resident) {
        int third = resident.size() / 3;
        for (int part = 0; part < 3; part++) {
            List<Long> looks = resident.subList(part * third, (part + 1) * third);
            System.out.println("third " + (part + 1) + " of the batches after warm-up: resident KiB at least "
                    + Collections.min(looks) + ", at most " + Collections.max(looks));
        }
        List<Long> before = resident.subList(third, 2 * third);
        List<Long> after = resident.subList(2 * third, resident.size());
        long low = Collections.min(after) - Collections.min(before);
        long high = Collections.max(after) - Collections.max(before);
        System.out.println("from the second third to the last low and high grew by at least " + Math.min(low, high)
                + " KiB over " + third * LOOK_EVERY + " batches");
    }

    private static Predictor<TokenSequences, SequenceRewards> predictor(
            PtNDManager manager, DecoderBlock block, PackingTranslator translator) {
        Model model = Model.newInstance("steady", manager.getDevice(), "PyTorch");
        model.setBlock(block);
        return model.newPredictor(translator);
    }

    /** A few conversations, some of which begin alike, of together at most {@code maxTokens} tokens. */
    private static TokenSequences input(Random random, int vocabulary, int maxTokens) {
        List<int[]> sequences = new ArrayList<>();
        int left = 1 + random.nextInt(maxTokens);
        while (left > 0) {
            int length = 1 + random.nextInt(left);
            int[] tokens = random.ints(length, 0, vocabulary).toArray();
            if (!sequences.isEmpty() && random.nextBoolean()) {
                int[] other = sequences.get(sequences.size() - 1);
                int shared = Math.min(other.length, length) / 2;
                System.arraycopy(other, 0, tokens, 0, shared);
            }
            sequences.add(Arrays.copyOf(tokens, length));
            left -= length;
        }
        return new TokenSequences(sequences);
    }

    private static long residentKibibytes() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }
}
