package io.prefscore.jinja;

import io.prefscore.jinja.Node.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which variable a name means in one scope of a template. Jinja settles that before anything runs, from where names are
 * read and set: a name that a scope sets is that scope's own from its beginning, a copy of the outer one at first; an
 * {@code if} has no scope of its own. Two names mean the same variable where they have the same slot name.
 */
final class Symbols {

    /** How a variable gets its first value when its scope is entered. */
    sealed interface Load {

        /** It is given one by whoever enters the scope. */
        record Parameter() implements Load {}

        /** The template's input or a global function of that name. */
        record Resolve(String name) implements Load {}

        /** The value that an outer scope's variable has then. */
        record Alias(String slot) implements Load {}

        /** None. */
        record Missing() implements Load {}
    }

    private final int level;
    private final @Nullable Symbols parent;
    private final Map<String, String> slots;
    private final Map<String, Load> loads;
    private final Set<String> stores;

    private Symbols(
            int level,
            @Nullable Symbols parent,
            Map<String, String> slots,
            Map<String, Load> loads,
            Set<String> stores) {
        this.level = level;
        this.parent = parent;
        this.slots = slots;
        this.loads = loads;
        this.stores = stores;
    }

    static Symbols root() {
        return new Symbols(0, null, new HashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    Symbols inner() {
        return new Symbols(level + 1, this, new HashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    private Symbols copy() {
        return new Symbols(
                level, parent, new HashMap<>(slots), new LinkedHashMap<>(loads), new LinkedHashSet<>(stores));
    }

    /** The variables of this scope, by slot name. */
    Map<String, Load> loads() {
        return loads;
    }

    /** The slot name of a name that the scope or an outer one knows. */
    @Nullable
    String find(String name) {
        String slot = slots.get(name);
        if (slot != null) {
            return slot;
        }
        return parent == null ? null : parent.find(name);
    }

    /** How the variable of a slot name is loaded, wherever its scope is. */
    @Nullable
    Load findLoad(String slot) {
        Load load = loads.get(slot);
        if (load != null) {
            return load;
        }
        return parent == null ? null : parent.findLoad(slot);
    }

    private String define(String name, Load load) {
        String slot = level + ":" + name;
        slots.put(name, slot);
        loads.put(slot, load);
        return slot;
    }

    String declareParameter(String name) {
        stores.add(name);
        return define(name, new Load.Parameter());
    }

    private void load(String name) {
        if (find(name) == null) {
            define(name, new Load.Resolve(name));
        }
    }

    private void store(String name) {
        stores.add(name);
        if (slots.containsKey(name)) {
            return;
        }
        String outer = parent == null ? null : parent.find(name);
        define(name, outer == null ? new Load.Missing() : new Load.Alias(outer));
    }

    // ---- what a construct's own scope sees

    void enterBody(List<? extends Node> body) {
        body.forEach(node -> visit(node, false));
    }

    void enterLoop(Node.For loop) {
        visit(loop.target(), true);
        enterBody(loop.body());
    }

    void enterLoopTest(Node.For loop) {
        visit(loop.target(), true);
        loop.test().ifPresent(test -> visit(test, false));
    }

    void enterSignature(Node.Signature signature, List<Node.Statement> body) {
        enterBody(signature.parameters());
        enterBody(signature.defaults());
        enterBody(body);
    }

    // ---- what an outer scope sees of a construct inside it

    private void visit(Node node, boolean parameters) {
        if (node instanceof Node.Name name) {
            visitName(name, parameters);
        } else if (node instanceof Node.NamespaceTarget target) {
            load(target.name());
        } else if (node instanceof Node.If condition) {
            visitIf(condition);
        } else if (node instanceof Node.Macro macro) {
            store(macro.name());
        } else if (node instanceof Node.Assign assign) {
            visit(assign.value(), false);
            visit(assign.target(), false);
        } else if (node instanceof Node.For loop) {
            visit(loop.iterable(), false);
        } else if (node instanceof Node.CallBlock block) {
            block.call().ifPresent(call -> visit(call, false));
        } else if (node instanceof Node.FilterBlock block) {
            visit(block.filter(), false);
        } else if (node instanceof Node.With with) {
            with.values().forEach(value -> visit(value, false));
        } else if (node instanceof Node.AssignBlock assign) {
            visit(assign.target(), false);
        } else {
            node.children().forEach(child -> visit(child, parameters));
        }
    }

    private void visitName(Node.Name name, boolean parameters) {
        if (parameters || name.use() == Use.PARAMETER) {
            declareParameter(name.name());
        } else if (name.use() == Use.STORE) {
            store(name.name());
        } else {
            load(name.name());
        }
    }

    private void visitIf(Node.If condition) {
        visit(condition.test(), false);
        Symbols body = copy();
        body.enterBody(condition.body());
        Symbols alternatives = copy();
        alternatives.enterBody(condition.alternatives());
        Symbols otherwise = copy();
        otherwise.enterBody(condition.otherwise());
        merge(List.of(body, alternatives, otherwise));
    }

    /** Takes over what branches know. A name that only some of them set keeps its outer value in the others. */
    private void merge(List<Symbols> branches) {
        Set<String> branchStores = new LinkedHashSet<>();
        branches.forEach(branch -> branchStores.addAll(branch.stores));
        branchStores.removeAll(stores);
        for (Symbols branch : branches) {
            slots.putAll(branch.slots);
            loads.putAll(branch.loads);
            stores.addAll(branch.stores);
        }
        for (String name : new ArrayList<>(branchStores)) {
            String slot = slots.get(name);
            if (slot == null) {
                throw new IllegalStateException("the name " + name + " was set without a slot");
            }
            String outer = parent == null ? null : parent.find(name);
            loads.put(slot, outer == null ? new Load.Resolve(name) : new Load.Alias(outer));
        }
    }
}
