package io.prefscore.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.prefscore.config.EncodeSettings;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import io.prefscore.preference.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A TorchScript file, loaded; scores one conversation at a time, unpadded, on the device's feeding thread. */
final class TorchScriptRewardModel implements RewardModel {

    private static final int CHARACTERS_PER_CALL = 1 << 16;

    private final TextTokenizer tokenizer;
    private final Feeder feeder;
    private final ZooModel<long[], Float> model;
    private final Predictor<long[], Float> predictor;
    private final TokenLimit limit;

    private TorchScriptRewardModel(
            TextTokenizer tokenizer, Feeder feeder, ZooModel<long[], Float> model, EncodeSettings encode) {
        this.tokenizer = tokenizer;
        this.feeder = feeder;
        this.model = model;
        this.predictor = model.newPredictor();
        this.limit = new TokenLimit(
                tokenizer, Integer.MAX_VALUE, encode.maxTokens().orElse(Integer.MAX_VALUE), encode.onTooLong());
    }

    static TorchScriptRewardModel open(Path folder, Path file, Device device, int threads, EncodeSettings encode) {
        Feeder feeder = Feeder.of(device);
        TextTokenizer tokenizer = TextTokenizer.read(folder, encode.maxTokens().orElse(Integer.MAX_VALUE));
        try {
            return feeder.call(() -> {
                TorchEngine.start(device, threads);
                return new TorchScriptRewardModel(tokenizer, feeder, load(folder, file, device), encode);
            });
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static ZooModel<long[], Float> load(Path folder, Path file, Device device) {
        String name = String.valueOf(file.getFileName());
        try {
            return Criteria.builder()
                    .setTypes(long[].class, Float.class)
                    .optEngine("PyTorch")
                    .optDevice(device)
                    .optModelPath(folder)
                    .optModelName(name.substring(0, name.length() - ".pt".length()))
                    .optTranslator(new OneConversation())
                    .build()
                    .loadModel();
        } catch (ModelNotFoundException | MalformedModelException | IOException | EngineException e) {
            throw new UserError(UserError.Kind.MODEL, file + ": cannot be loaded as TorchScript: " + e.getMessage(), e);
        }
    }

    /** Token ids to the arguments of {@code forward}, and its answer to a logit. */
    private static final class OneConversation implements NoBatchifyTranslator<long[], Float> {

        @Override
        public NDList processInput(TranslatorContext context, long[] tokens) {
            Shape shape = new Shape(1, tokens.length);
            NDArray ids = context.getNDManager().create(tokens, shape);
            long[] ones = new long[tokens.length];
            Arrays.fill(ones, 1);
            return new NDList(ids, context.getNDManager().create(ones, shape));
        }

        @Override
        public Float processOutput(TranslatorContext context, NDList output) {
            float[] logits = output.head().toFloatArray();
            if (logits.length != 1) {
                throw new UserError(
                        UserError.Kind.MODEL,
                        "the TorchScript model must give one logit for one conversation; its output has shape "
                                + output.head().getShape());
            }
            return logits[0];
        }
    }

    @Override
    public Rewards score(List<String> texts) {
        List<Rewards.Outcome> outcomes = new ArrayList<>();
        Rewards.Cost cost = Rewards.Cost.NONE;
        for (String text : texts) {
            TokenLimit.Tokens tokens;
            try {
                tokens = limit.of(text);
            } catch (ConversationRefused refused) {
                outcomes.add(new Rewards.Refused(refused.skip()));
                continue;
            }
            int[] kept = tokens.kept();
            long started = System.nanoTime();
            float reward = feeder.call(() -> predict(kept));
            Duration forward = Duration.ofNanos(System.nanoTime() - started);
            outcomes.add(new Rewards.Scored(reward, kept.length, tokens.dropped()));
            cost = cost.plus(new Rewards.Cost(kept.length, kept.length, 1, forward));
        }
        return new Rewards(outcomes, cost);
    }

    private float predict(int[] tokens) throws TranslateException {
        return predictor.predict(Arrays.stream(tokens).asLongStream().toArray());
    }

    @Override
    public int charactersPerCall() {
        return CHARACTERS_PER_CALL;
    }

    @Override
    public void close() {
        feeder.call(() -> {
            predictor.close();
            model.close();
            return true;
        });
        tokenizer.close();
    }
}
