package io.prefscore.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The decoder's TorchScript program, loaded: one native call a method. Holds native memory until closed. */
final class DecoderProgram implements AutoCloseable {

    private final Model model;
    private final PtSymbolBlock block;

    private DecoderProgram(Model model) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    /** Loads the program for a device. */
    static DecoderProgram load(Device device) {
        Model model = Model.newInstance("decoder", device, "PyTorch");
        try {
            model.load(new ByteArrayInputStream(TorchScriptArchive.of("RewardDecoder", text())));
            return new DecoderProgram(model);
        } catch (IOException e) {
            model.close();
            throw new UncheckedIOException(e);
        } catch (MalformedModelException | EngineException e) {
            model.close();
            throw new IllegalStateException("the bundled program cannot be loaded", e);
        }
    }

    /** Calls a method; the caller closes what it gets and what it gave. */
    IValue call(String method, IValue... arguments) {
        return IValueUtils.runMethod(block, method, arguments);
    }

    @Override
    public void close() {
        model.close();
    }

    private static String text() {
        try (InputStream stream = DecoderProgram.class.getResourceAsStream("decoder.py")) {
            if (stream == null) {
                throw new IllegalStateException("resource decoder.py is not in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
