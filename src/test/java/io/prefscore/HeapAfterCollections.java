package io.prefscore;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most that stood on this process's heap after a collection, in bytes: what was in use, and not what lay about. */
public final class HeapAfterCollections {

    private final AtomicLong most = new AtomicLong();

    public HeapAfterCollections() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((event, ignored) -> look(event.getUserData()), null, null);
        }
    }

    private void look(Object data) {
        long used =
                GarbageCollectionNotificationInfo.from((CompositeData) data)
                        .getGcInfo()
                        .getMemoryUsageAfterGc()
                        .values()
                        .stream()
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
        most.accumulateAndGet(used, Math::max);
    }

    /** Since this was made, or since {@link #forget}. */
    public long most() {
        return most.get();
    }

    /** Begins anew. */
    public void forget() {
        most.set(0);
    }
}
