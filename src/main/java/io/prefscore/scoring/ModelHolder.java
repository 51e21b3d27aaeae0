package io.prefscore.scoring;

import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The models of this JVM, executor or driver: one for each device and fingerprint, opened by the first task that needs it
 * and borrowed by all. A model that nobody borrows stays open until another wants its device, its files change, or the JVM
 * ends.
 */
public final class ModelHolder {

    private static final System.Logger LOG = System.getLogger(ModelHolder.class.getName());
    private static final Map<Place, Slot> SLOTS = new HashMap<>();
    private static final AtomicInteger LOADS = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ModelHolder::closeAll, "prefscore-close-models"));
    }

    private ModelHolder() {}

    private record Place(String fingerprint, ModelSource.Device device) {}

    /** A model, and how many borrow it. Guarded by {@link #SLOTS} but for the opening, which has a lock of its own. */
    private static final class Slot {

        private final Object opening = new Object();
        private @Nullable RewardModel model;
        private int borrowers;

        RewardModel open(ModelSource source, ModelSource.Device device, boolean alone) {
            synchronized (opening) {
                if (alone && model != null && !model.isCurrent()) {
                    close();
                }
                RewardModel open = model;
                if (open == null) {
                    open = source.open(device);
                    LOADS.incrementAndGet();
                    model = open;
                }
                return open;
            }
        }

        void close() {
            synchronized (opening) {
                RewardModel open = model;
                model = null;
                if (open != null) {
                    closeQuietly(open);
                }
            }
        }

        /** The task that wants the device is not at fault for a model that closes badly. */
        private static void closeQuietly(RewardModel model) {
            try {
                model.close();
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.WARNING, "a model could not be closed", failure);
            }
        }
    }

    /** A borrowed model; closing it gives it back and leaves it open. */
    public static final class Lease implements AutoCloseable {

        private final Slot slot;
        private final RewardModel model;
        private boolean returned;

        private Lease(Slot slot, RewardModel model) {
            this.slot = slot;
            this.model = model;
        }

        /** The model; not to be closed by the borrower. */
        public RewardModel model() {
            return model;
        }

        @Override
        public void close() {
            synchronized (SLOTS) {
                if (!returned) {
                    returned = true;
                    slot.borrowers--;
                }
            }
        }
    }

    /**
     * Borrows the source's model, opening it if need be. Other tasks that want the same one wait meanwhile; if it cannot
     * be opened each of them tries for itself.
     */
    public static Lease borrow(ModelSource source, ModelSource.Device device) {
        Slot slot;
        boolean alone;
        synchronized (SLOTS) {
            closeIdle(source.fingerprint(), device);
            slot = SLOTS.computeIfAbsent(new Place(source.fingerprint(), device), place -> new Slot());
            slot.borrowers++;
            alone = slot.borrowers == 1;
        }
        try {
            return new Lease(slot, slot.open(source, device, alone));
        } catch (RuntimeException | Error failure) {
            synchronized (SLOTS) {
                slot.borrowers--;
            }
            throw failure;
        }
    }

    /** Two models rarely fit one device: makes room where nobody is using the other one. */
    private static void closeIdle(String fingerprint, ModelSource.Device device) {
        Iterator<Map.Entry<Place, Slot>> slots = SLOTS.entrySet().iterator();
        while (slots.hasNext()) {
            Map.Entry<Place, Slot> entry = slots.next();
            Place place = entry.getKey();
            boolean other =
                    place.device().equals(device) && !place.fingerprint().equals(fingerprint);
            if (other && entry.getValue().borrowers == 0) {
                slots.remove();
                entry.getValue().close();
            }
        }
    }

    /** How many models this JVM has opened since it began. */
    public static int loads() {
        return LOADS.get();
    }

    /** Closes every model; for the end of the JVM and of tests. Nobody may be borrowing. */
    public static void closeAll() {
        synchronized (SLOTS) {
            SLOTS.values().forEach(Slot::close);
            SLOTS.clear();
        }
    }
}
