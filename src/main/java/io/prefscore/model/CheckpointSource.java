package io.prefscore.model;

import ai.djl.ndarray.types.DataType;
import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ChatTemplate;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.encode.TokenizerFiles;
import io.prefscore.preference.UserError;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A Hugging Face checkpoint folder as a source of models: read and checked on the driver, opened from the same path on
 * executors, or from their hosts' copies of it.
 */
public final class CheckpointSource implements FolderSource {

    private static final long serialVersionUID = 1;

    /** Raised whenever the arithmetic changes in a way that moves scores beyond the contract. */
    private static final String RECIPE = "1";

    /** Of the largest reward: ten times what float32 showed over all golden models, and what bfloat16 rounds. */
    private static final double FLOAT32_TOLERANCE = 1e-4;

    private static final double BFLOAT16_TOLERANCE = 5e-2;

    private final ModelFolder folder;
    private final ModelSettings settings;
    private final EncodeSettings encode;
    private final ChatTemplate template;
    private final int maxTokens;
    private final String fingerprint;

    private CheckpointSource(
            ModelFolder folder,
            ModelSettings settings,
            EncodeSettings encode,
            ChatTemplate template,
            int maxTokens,
            String fingerprint) {
        this.folder = folder;
        this.settings = settings;
        this.encode = encode;
        this.template = template;
        this.maxTokens = maxTokens;
        this.fingerprint = fingerprint;
    }

    /** Reads a folder as {@link #read(ModelSettings, EncodeSettings, Configuration)}, with this host's own settings of Hadoop. */
    public static CheckpointSource read(ModelSettings settings, EncodeSettings encode) {
        return read(settings, encode, new Configuration());
    }

    /**
     * Reads a folder: configuration, tensor names and shapes, tokenizer, template; and its weights once, for the
     * fingerprint.
     *
     * @param settings with a device that is not {@code auto}: what scores depend on has to be settled before the first one
     * @param hadoop reaches the folder if it is not local
     * @throws UserError naming what is wrong with the folder
     */
    public static CheckpointSource read(ModelSettings settings, EncodeSettings encode, Configuration hadoop) {
        ModelFolder found = ModelFolder.of(settings, hadoop);
        // what is wrong with the small files is told before the large ones are fetched
        found.read(found.holdTexts(), Checkpoint::config);
        ModelFolder folder = found.pinned(path -> Checkpoint.read(path).files());
        return folder.readPinned(path -> {
            Checkpoint checkpoint = Checkpoint.read(path);
            ChatTemplate template = FolderTexts.read(path, encode);
            return new CheckpointSource(
                    folder,
                    settings,
                    encode,
                    template,
                    CheckpointRewardModel.maxTokens(checkpoint.config(), encode),
                    fingerprint(folder.content(), checkpoint, settings, encode, template));
        });
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public ConversationRenderer renderer() {
        return FolderTexts.renderer(template, maxTokens, encode);
    }

    @Override
    public RewardModel open(Device device) {
        ai.djl.Device where = device instanceof Device.Gpu gpu ? ai.djl.Device.gpu(gpu.index()) : ai.djl.Device.cpu();
        int threads = device instanceof Device.Cpu cpu ? cpu.threads() : 1;
        DataType dtype = dtype(settings);
        RewardModel model = HeldModel.open(
                folder, path -> CheckpointRewardModel.open(path, where, threads, dtype, settings, encode));
        return SelfCheck.passed(model, template, dtype == DataType.FLOAT32 ? FLOAT32_TOLERANCE : BFLOAT16_TOLERANCE);
    }

    @Override
    public long nonEmbeddingParameters() {
        return folder.read(folder.hold(), Checkpoint::read).nonEmbeddingParameters();
    }

    @Override
    public ModelFacts facts() {
        return folder.read(folder.hold(), this::facts);
    }

    private ModelFacts facts(Path path) {
        Checkpoint checkpoint = Checkpoint.read(path);
        String types = checkpoint.tensors().values().stream()
                .map(SafeTensors.Tensor::dtype)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return new ModelFacts(
                checkpoint.config().architecture().className(),
                checkpoint.parameters(),
                checkpoint.bytes(),
                types,
                dtype(settings).toString().toLowerCase(Locale.ROOT),
                pooling(checkpoint, settings),
                CheckpointRewardModel.maxTokens(checkpoint.config(), encode),
                encode.onTooLong(),
                FolderTexts.systemTurn(encode),
                FolderTexts.templateDate(encode, template),
                fingerprint,
                TokenizerFiles.read(path).warnings(checkpoint.config().vocabulary()));
    }

    private static String pooling(Checkpoint checkpoint, ModelSettings settings) {
        return switch (Pooling.of(settings.pooling(), checkpoint.config())) {
            case LAST_TOKEN -> "last-token";
            case RIGHTMOST_NON_PAD ->
                "rightmost-non-pad, pad "
                        + (checkpoint.config().padTokenId().isPresent()
                                ? checkpoint.config().padTokenId().orElseThrow()
                                : "absent");
        };
    }

    private static DataType dtype(ModelSettings settings) {
        return switch (settings.dtype()) {
            case FLOAT32 -> DataType.FLOAT32;
            case BFLOAT16 -> DataType.BFLOAT16;
            case AUTO -> settings.device() == ModelSettings.DeviceKind.GPU ? DataType.BFLOAT16 : DataType.FLOAT32;
        };
    }

    private static String fingerprint(
            Map<String, String> content,
            Checkpoint checkpoint,
            ModelSettings settings,
            EncodeSettings encode,
            ChatTemplate template) {
        return FolderTexts.hash(
                        new Fingerprint().with("recipe", RECIPE), checkpoint.folder(), content, encode, template)
                .with(
                        "weights",
                        checkpoint.weightFiles().stream()
                                .sorted()
                                .map(file -> content.getOrDefault(checkpoint.name(file), ""))
                                .toList())
                .with("max-tokens", String.valueOf(CheckpointRewardModel.maxTokens(checkpoint.config(), encode)))
                .with("pooling", pooling(checkpoint, settings))
                .with("dtype", dtype(settings).toString())
                .hex();
    }
}
