package io.prefscore.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pieces of which a compiled template consists. */
interface Program {

    /** How a statement ended. */
    enum Signal {
        NORMAL,
        BREAK,
        CONTINUE
    }

    /** A compiled expression. */
    interface Evaluator {
        Object evaluate(Frame frame);
    }

    /** A compiled statement. */
    interface Action {
        Signal execute(Frame frame, Output output);
    }

    /** A compiled target of assignments. */
    interface Assigner {
        void assign(Frame frame, Object value);
    }

    /** Where a variable lies: how many functions outside the running one, and in which slot there. */
    record Variable(int hops, int index) {

        @Nullable
        Object read(Frame frame) {
            return frame.outer(hops).slot(index);
        }

        void write(Frame frame, @Nullable Object value) {
            frame.outer(hops).store(index, value);
        }
    }

    /** The variables of one function while it is compiled. */
    final class FunctionScope {

        private final @Nullable FunctionScope outer;
        private final Map<String, Integer> indexes = new HashMap<>();

        FunctionScope(@Nullable FunctionScope outer) {
            this.outer = outer;
        }

        int declare(String slot) {
            return indexes.computeIfAbsent(slot, name -> indexes.size());
        }

        Variable find(String slot) {
            int hops = 0;
            for (FunctionScope scope = this; scope != null; scope = scope.outer) {
                Integer index = scope.indexes.get(slot);
                if (index != null) {
                    return new Variable(hops, index);
                }
                hops++;
            }
            throw new IllegalStateException("no function declares the variable " + slot);
        }

        int size() {
            return indexes.size();
        }
    }

    /** Runs statements in their order until one leaves the loop around them. */
    static Signal run(List<Action> body, Frame frame, Output output) {
        for (Action action : body) {
            frame.rendering().budget().step();
            Signal signal = action.execute(frame, output);
            if (signal != Signal.NORMAL) {
                return signal;
            }
        }
        return Signal.NORMAL;
    }
}
