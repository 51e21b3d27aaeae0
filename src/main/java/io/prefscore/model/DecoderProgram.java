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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The decoder's TorchScript program, loaded: one native call a method. Holds native memory until closed. */
final class DecoderProgram implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecoderProgram.class);

    private final Model model;
    private final PtSymbolBlock block;

    private DecoderProgram(Model model) {
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    /** Loads the program for a device: with oneDNN's fused products where libtorch has them and the device is a CPU. */
    static DecoderProgram load(Device device) {
        if (device.isGpu()) {
            return load(device, "linear-plain.py");
        }
        try {
            return load(device, "linear-onednn.py");
        } catch (EngineException e) {
            // a libtorch built without oneDNN, as for Arm Macs, does not know the operator and refuses the text
            LOG.info("libtorch has no oneDNN operators; taking plain ones");
            return load(device, "linear-plain.py");
        }
    }

    /** The program's text with one of the two ways to multiply. */
    static String text(String products) {
        return resource("decoder.py") + resource(products);
    }

    private static DecoderProgram load(Device device, String products) {
        Model model = Model.newInstance("decoder", device, "PyTorch");
        try {
            model.load(new ByteArrayInputStream(TorchScriptArchive.of("RewardDecoder", text(products))));
            return new DecoderProgram(model);
        } catch (IOException e) {
            model.close();
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalStateException("the bundled program cannot be loaded", e);
        } catch (EngineException e) {
            model.close();
            throw e;
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

    private static String resource(String name) {
        try (InputStream stream = DecoderProgram.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is not in the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
