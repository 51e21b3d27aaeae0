package io.prefscore.report;

import io.prefscore.stats.PairedStatistics;
import io.prefscore.stats.PermutationNull;
import io.prefscore.stats.SliceStatistics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What is said of a slice.
 *
 * @param models by model
 * @param laterModels each later model against the first
 * @param permutations by model, of everything; empty for a part
 */
record SliceResult(List<SliceStatistics> models, List<PairedStatistics> laterModels, List<PermutationNull> permutations)
        implements Serializable {

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(this);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static SliceResult read(byte[] bytes) {
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (SliceResult) input.readObject();
        } catch (IOException | ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
