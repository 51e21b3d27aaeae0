package io.prefscore.model;

import io.prefscore.config.EncodeSettings;
import io.prefscore.config.ModelSettings;
import io.prefscore.encode.ChatTemplate;
import io.prefscore.encode.ConversationRenderer;
import io.prefscore.preference.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A TorchScript file in DJL's layout as a source of models: a folder with one {@code .pt} file, {@code tokenizer.json} and a
 * chat template. The file is code and runs as code on every executor, so it is taken only where the user asks for it.
 *
 * <p>Its {@code forward} takes token ids and an attention mask, both int64 {@code [1, T]}, and gives one logit. What that
 * logit is read from is the file's own business: pooling, batching and prefix sharing are not ours here.
 */
public final class TorchScriptSource implements FolderSource {

    private static final long serialVersionUID = 1;

    private static final double TOLERANCE = 1e-4;

    private final ModelFolder folder;
    private final EncodeSettings encode;
    private final ChatTemplate template;
    private final String fingerprint;

    private TorchScriptSource(ModelFolder folder, EncodeSettings encode, ChatTemplate template, String fingerprint) {
        this.folder = folder;
        this.encode = encode;
        this.template = template;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads a folder without running the file.
     *
     * @param hadoop reaches the folder if it is not local
     * @throws UserError where there is not exactly one {@code .pt} file, no tokenizer or no template
     */
    public static TorchScriptSource read(ModelSettings settings, EncodeSettings encode, Configuration hadoop) {
        ModelFolder folder = ModelFolder.of(settings, hadoop).pinned(TorchScriptSource::files);
        return folder.readPinned(path -> {
            ChatTemplate template = FolderTexts.read(path, encode);
            Fingerprint recipe = new Fingerprint().with("recipe", "torchscript 1");
            String name = String.valueOf(file(path).getFileName());
            String fingerprint = FolderTexts.hash(recipe, path, folder.content(), encode, template)
                    .with("weights", folder.content().getOrDefault(name, ""))
                    .with("max-tokens", encode.maxTokens().toString())
                    .hex();
            return new TorchScriptSource(folder, encode, template, fingerprint);
        });
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public ConversationRenderer renderer() {
        return FolderTexts.renderer(template, encode.maxTokens().orElse(Integer.MAX_VALUE), encode);
    }

    @Override
    public RewardModel open(Device device) {
        ai.djl.Device where = device instanceof Device.Gpu gpu ? ai.djl.Device.gpu(gpu.index()) : ai.djl.Device.cpu();
        int threads = device instanceof Device.Cpu cpu ? cpu.threads() : 1;
        RewardModel model =
                HeldModel.open(folder, path -> TorchScriptRewardModel.open(path, file(path), where, threads, encode));
        return SelfCheck.passed(model, template, TOLERANCE);
    }

    @Override
    public ModelFacts facts() {
        return folder.read(folder.hold(), path -> {
            File file = file(path).toFile();
            return new ModelFacts(
                    "TorchScript (" + file.getName() + ")",
                    0,
                    file.length(),
                    "as in the file",
                    "as in the file",
                    "as in the file",
                    encode.maxTokens().orElse(Integer.MAX_VALUE),
                    encode.onTooLong(),
                    FolderTexts.systemTurn(encode),
                    FolderTexts.templateDate(encode, template),
                    fingerprint,
                    List.of());
        });
    }

    private static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>(FolderTexts.files(folder));
        files.add(file(folder));
        return files;
    }

    private static Path file(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.pt")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UserError(UserError.Kind.MODEL, folder + ": cannot be listed: " + e.getMessage(), e);
        }
        if (files.size() != 1) {
            throw new UserError(
                    UserError.Kind.MODEL,
                    folder + ": a TorchScript model has exactly one .pt file; found " + files.size());
        }
        return files.get(0);
    }
}
