package io.prefscore.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prefscore.encode.ConversationRenderer;
import io.prefscore.model.ModelSource;
import io.prefscore.model.RewardModel;
import io.prefscore.preference.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHolderTest {

    private static final ModelSource.Device CPU = new ModelSource.Device.Cpu(1);

    @TempDir
    private Path folder;

    @AfterEach
    void closeModels() {
        ModelHolder.closeAll();
    }

    private LengthModel model(String name) {
        return new LengthModel(name, folder.resolve(name).toString());
    }

    private List<String> journal(String name) throws Exception {
        return Files.readAllLines(folder.resolve(name));
    }

    @Test
    void opensAModelOnceForAllThatBorrowIt() throws Exception {
        int before = ModelHolder.loads();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        CountDownLatch together = new CountDownLatch(8);
        List<Future<RewardModel>> borrowed = new ArrayList<>();
        for (int task = 0; task < 8; task++) {
            borrowed.add(pool.submit(() -> {
                together.countDown();
                together.await();
                try (ModelHolder.Lease lease = ModelHolder.borrow(model("one"), CPU)) {
                    return lease.model();
                }
            }));
        }
        RewardModel first = borrowed.get(0).get();
        for (Future<RewardModel> model : borrowed) {
            assertThat(model.get()).isSameAs(first);
        }
        pool.shutdown();

        assertThat(ModelHolder.loads() - before).isEqualTo(1);
        assertThat(journal("one")).containsExactly("open Cpu[threads=1]");
    }

    @Test
    void closesAnIdleModelBeforeAnotherTakesItsDevice() throws Exception {
        ModelHolder.borrow(model("one"), CPU).close();
        ModelHolder.borrow(model("two"), CPU).close();

        assertThat(journal("one")).containsExactly("open Cpu[threads=1]", "close");
        assertThat(journal("two")).containsExactly("open Cpu[threads=1]");
    }

    @Test
    void keepsAModelThatIsBorrowedThoughAnotherWantsItsDevice() throws Exception {
        try (ModelHolder.Lease one = ModelHolder.borrow(model("one"), CPU);
                ModelHolder.Lease two = ModelHolder.borrow(model("two"), CPU)) {
            assertThat(one.model()).isNotSameAs(two.model());
            assertThat(journal("one")).containsExactly("open Cpu[threads=1]");
        }
    }

    @Test
    void triesAgainAfterAModelThatCouldNotBeOpened() {
        ModelSource broken = new ModelSource() {
            @Override
            public String fingerprint() {
                return "one";
            }

            @Override
            public ConversationRenderer renderer() {
                return model("one").renderer();
            }

            @Override
            public RewardModel open(Device device) {
                throw new UserError(UserError.Kind.MODEL, "a shard is missing");
            }
        };

        assertThatThrownBy(() -> ModelHolder.borrow(broken, CPU)).hasMessage("a shard is missing");
        try (ModelHolder.Lease lease = ModelHolder.borrow(model("one"), CPU)) {
            assertThat(lease.model().charactersPerCall()).isPositive();
        }
    }
}
