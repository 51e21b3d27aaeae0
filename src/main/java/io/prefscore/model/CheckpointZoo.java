package io.prefscore.model;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.djl.util.Progress;
import io.prefscore.config.ModelSettings;
import io.prefscore.config.ModelSettings.Sharing;
import io.prefscore.encode.Packer;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A DJL model zoo with one loader, which reads Hugging Face checkpoint folders, so that a checkpoint loads as any DJL model:
 *
 * <pre>{@code
 * Criteria.builder()
 *         .setTypes(TokenSequences.class, SequenceRewards.class)
 *         .optEngine("PyTorch")
 *         .optModelZoo(new CheckpointZoo(folder, DataType.FLOAT32, 4096, 8, Sharing.ON))
 *         .optDevice(Device.cpu())
 *         .build()
 *         .loadModel()
 *         .newPredictor()
 *         .predict(sequences)
 * }</pre>
 */
public final class CheckpointZoo extends ModelZoo {

    private static final String GROUP = "io.prefscore";

    private final Path folder;
    private final DataType dtype;
    private final int batchesPerSweep;
    private final Packer packer;

    /**
     * @param folder checkpoint folder
     * @param dtype arithmetic
     * @param maxTokensPerBatch see {@link ModelSettings#maxTokensPerBatch}
     * @param batchesPerSweep see {@link ModelSettings#batchesPerSweep}
     * @param sharing see {@link ModelSettings#prefixSharing}
     */
    public CheckpointZoo(Path folder, DataType dtype, int maxTokensPerBatch, int batchesPerSweep, Sharing sharing) {
        this.folder = folder;
        this.dtype = dtype;
        this.batchesPerSweep = batchesPerSweep;
        this.packer = new Packer(maxTokensPerBatch, sharing);
        addModel(new Loader());
    }

    @Override
    public String getGroupId() {
        return GROUP;
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch");
    }

    private final class Loader implements ModelLoader {

        @Override
        public String getGroupId() {
            return GROUP;
        }

        @Override
        public String getArtifactId() {
            return String.valueOf(folder.getFileName());
        }

        @Override
        public Application getApplication() {
            return Application.UNDEFINED;
        }

        @Override
        public MRL getMrl() {
            return MRL.undefined(Repository.newInstance("checkpoint", folder), GROUP, getArtifactId());
        }

        @Override
        public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria) throws ModelNotFoundException {
            if (criteria.getInputClass() != TokenSequences.class
                    || criteria.getOutputClass() != SequenceRewards.class) {
                throw new ModelNotFoundException("a checkpoint maps TokenSequences to SequenceRewards; asked for "
                        + criteria.getInputClass() + " to " + criteria.getOutputClass());
            }
            Checkpoint checkpoint = Checkpoint.read(folder);
            Device device = criteria.getDevice() == null ? Device.cpu() : criteria.getDevice();
            Model model = Model.newInstance(getArtifactId(), device, "PyTorch");
            try {
                PtNDManager manager = (PtNDManager) model.getNDManager();
                DecoderBlock block = new DecoderBlock(manager, checkpoint, dtype, batchesPerSweep);
                // DJL closes a model's manager, and with it what is attached there, but not a block of ours
                manager.attachInternal("decoder-block", block);
                model.setDataType(dtype);
                model.setBlock(block);
            } catch (RuntimeException | Error e) {
                model.close();
                throw e;
            }
            @SuppressWarnings("unchecked")
            Translator<I, O> translator = (Translator<I, O>) new PackingTranslator(packer);
            return new ZooModel<>(model, translator);
        }

        @Override
        public <I, O> boolean isDownloaded(Criteria<I, O> criteria) {
            return true;
        }

        @Override
        public <I, O> void downloadModel(Criteria<I, O> criteria, @Nullable Progress progress) {}
    }
}
