package io.prefscore.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ConversationRefused;
import io.prefscore.encode.TextTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A checkpoint, loaded. One thread feeds the device; on a CPU its products use all the cores that the executor has. Callers
 * tokenize beside it.
 */
final class CheckpointRewardModel implements RewardModel {

    /** A low guess, so that a call rather holds more tokens than a sweep than fewer. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final TextTokenizer tokenizer;
    private final Feeder feeder;
    private final ZooModel<TokenSequences, SequenceRewards> model;
    private final Predictor<TokenSequences, SequenceRewards> predictor;
    private final Pooling pooling;
    private final OptionalInt padTokenId;
    private final TokenLimit limit;
    private final int charactersPerCall;

    private CheckpointRewardModel(
            TextTokenizer tokenizer,
            Feeder feeder,
            ZooModel<TokenSequences, SequenceRewards> model,
            Predictor<TokenSequences, SequenceRewards> predictor,
            DecoderConfig config,
            ModelSettings settings,
            EncodeSettings encode) {
        this.tokenizer = tokenizer;
        this.feeder = feeder;
        this.model = model;
        this.predictor = predictor;
        this.pooling = Pooling.of(settings.pooling(), config);
        this.padTokenId = config.padTokenId();
        this.limit = new TokenLimit(tokenizer, config.vocabulary(), maxTokens(config, encode), encode.onTooLong());
        this.charactersPerCall = (int) Math.min(
                1L << 24, (long) settings.maxTokensPerBatch() * settings.batchesPerSweep() * CHARACTERS_PER_TOKEN);
    }

    /**
     * Loads a checkpoint.
     *
     * @param folder checkpoint folder
     * @param device where it runs
     * @param threads CPU threads of the forward pass; of no effect on a GPU
     * @param dtype arithmetic
     */
    static CheckpointRewardModel open(
            Path folder, Device device, int threads, DataType dtype, ModelSettings settings, EncodeSettings encode) {
        Checkpoint checkpoint = Checkpoint.read(folder);
        Feeder feeder = Feeder.of(device);
        TextTokenizer tokenizer = TextTokenizer.read(folder, maxTokens(checkpoint.config(), encode));
        try {
            return feeder.call(() -> {
                TorchEngine.start(device, threads);
                ZooModel<TokenSequences, SequenceRewards> model = load(folder, device, dtype, settings);
                return new CheckpointRewardModel(
                        tokenizer, feeder, model, model.newPredictor(), checkpoint.config(), settings, encode);
            });
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Longest conversation that is scored: what the model was made for, or less where the settings say so. */
    static int maxTokens(DecoderConfig config, EncodeSettings encode) {
        return Math.min(config.maxPositions(), encode.maxTokens().orElse(config.maxPositions()));
    }

    private static ZooModel<TokenSequences, SequenceRewards> load(
            Path folder, Device device, DataType dtype, ModelSettings settings) throws IOException {
        try {
            return Criteria.builder()
                    .setTypes(TokenSequences.class, SequenceRewards.class)
                    .optEngine("PyTorch")
                    .optDevice(device)
                    .optModelZoo(new CheckpointZoo(
                            folder,
                            dtype,
                            settings.maxTokensPerBatch(),
                            settings.batchesPerSweep(),
                            settings.prefixSharing()))
                    .build()
                    .loadModel();
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new IllegalStateException("the checkpoint loader refused its own request", e);
        }
    }

    @Override
    public Rewards score(List<String> texts) {
        Rewards.Outcome[] outcomes = new Rewards.Outcome[texts.size()];
        List<int[]> sequences = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<Rewards.Scored> shells = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            try {
                TokenLimit.Tokens tokens = limit.of(texts.get(i));
                int[] kept = tokens.kept();
                // what follows the pooled token cannot change its state: attention is causal
                sequences.add(Arrays.copyOf(kept, pooling.index(kept, padTokenId) + 1));
                places.add(i);
                shells.add(new Rewards.Scored(Float.NaN, kept.length, tokens.dropped()));
            } catch (ConversationRefused refused) {
                outcomes[i] = new Rewards.Refused(refused.skip());
            }
        }
        Rewards.Cost cost = Rewards.Cost.NONE;
        if (!sequences.isEmpty()) {
            SequenceRewards scored = feeder.call(() -> predict(sequences));
            long asked = 0;
            for (int i = 0; i < sequences.size(); i++) {
                Rewards.Scored shell = shells.get(i);
                asked += shell.tokens();
                outcomes[places.get(i)] = new Rewards.Scored(scored.rewards()[i], shell.tokens(), shell.truncated());
            }
            Rewards.Cost forward = scored.cost();
            cost = new Rewards.Cost(asked, forward.tokensComputed(), forward.batches(), forward.forward());
        }
        return new Rewards(Arrays.asList(outcomes), cost);
    }

    private SequenceRewards predict(List<int[]> sequences) {
        try {
            return predictor.predict(new TokenSequences(sequences));
        } catch (TranslateException e) {
            // DJL's wrapper says nothing of its own
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the model failed: " + e.getMessage(), e);
        }
    }

    @Override
    public int charactersPerCall() {
        return charactersPerCall;
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
