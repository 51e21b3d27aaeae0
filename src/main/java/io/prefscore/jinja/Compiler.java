package io.prefscore.jinja;

import io.prefscore.jinja.Node.Expression;
import io.prefscore.jinja.Node.Statement;
import io.prefscore.jinja.Node.Use;
import io.prefscore.jinja.Program.Action;
import io.prefscore.jinja.Program.Assigner;
import io.prefscore.jinja.Program.Evaluator;
import io.prefscore.jinja.Program.FunctionScope;
import io.prefscore.jinja.Program.Signal;
import io.prefscore.jinja.Program.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the statements of a syntax tree into a program: settles which variable each name means, once, as Jinja's own
 * compiler does, so that scopes behave alike down to their oddities.
 */
final class Compiler {

    /**
     * Where code stands.
     *
     * @param symbols the names that are known here
     * @param function the function whose variables they are
     * @param conditional whether code here may never run, so an unknown filter is an error only when it does
     * @param inLoop whether {@code break} and {@code continue} have a loop to act on
     */
    record Place(Symbols symbols, FunctionScope function, boolean conditional, boolean inLoop) {

        Place inner() {
            return new Place(symbols.inner(), function, false, inLoop);
        }

        Place maybe() {
            return new Place(symbols, function, true, inLoop);
        }

        Place loop() {
            return new Place(symbols, function, false, true);
        }

        Place newFunction(FunctionScope newFunction) {
            return new Place(symbols, newFunction, false, false);
        }
    }

    private Compiler() {}

    /** A program for a whole template: runs it and returns its text. */
    static java.util.function.Function<Rendering, String> compile(Node.Template template) {
        FunctionScope function = new FunctionScope(null);
        Place place = new Place(Symbols.root(), function, false, false);
        place.symbols().enterBody(template.body());
        Action enter = enter(place);
        List<Action> body = body(template.body(), place);
        return rendering -> {
            Output output = new Output(rendering.budget());
            Frame frame = new Frame(rendering, null, function.size());
            enter.execute(frame, output);
            Program.run(body, frame, output);
            return output.text();
        };
    }

    // ---- scopes

    private interface Loader {
        void load(Frame frame);
    }

    /** Gives the variables of a scope their first values. */
    private static Action enter(Place place) {
        List<Loader> loaders = new ArrayList<>();
        for (Map.Entry<String, Symbols.Load> entry : place.symbols().loads().entrySet()) {
            int index = place.function().declare(entry.getKey());
            Symbols.Load load = entry.getValue();
            if (load instanceof Symbols.Load.Resolve resolve) {
                loaders.add(frame -> frame.store(index, frame.rendering().resolve(resolve.name())));
            } else if (load instanceof Symbols.Load.Alias alias) {
                Variable outer = place.function().find(alias.slot());
                loaders.add(frame -> frame.store(index, outer.read(frame)));
            } else if (load instanceof Symbols.Load.Missing) {
                loaders.add(frame -> frame.store(index, null));
            }
        }
        return (frame, output) -> {
            loaders.forEach(loader -> loader.load(frame));
            return Signal.NORMAL;
        };
    }

    /** Takes the values of a scope's variables away again. */
    private static void leave(List<Integer> slots, Frame frame) {
        slots.forEach(slot -> frame.store(slot, null));
    }

    private static List<Integer> slots(Place place) {
        List<Integer> slots = new ArrayList<>();
        place.symbols()
                .loads()
                .keySet()
                .forEach(slot -> slots.add(place.function().declare(slot)));
        return slots;
    }

    static Variable variable(String name, Place place) {
        String slot = place.symbols().find(name);
        if (slot == null) {
            throw new TemplateSyntaxError(1, "the name '" + name + "' stands where the reference cannot read one");
        }
        return place.function().find(slot);
    }

    // ---- statements

    private static List<Action> body(List<Statement> statements, Place place) {
        List<Action> actions = new ArrayList<>();
        statements.forEach(statement -> actions.add(statement(statement, place)));
        return actions;
    }

    private static Action statement(Statement statement, Place place) {
        if (statement instanceof Node.Output output) {
            return output(output, place);
        }
        if (statement instanceof Node.If condition) {
            return condition(condition, place);
        }
        if (statement instanceof Node.For loop) {
            return LoopCompiler.compile(loop, place);
        }
        if (statement instanceof Node.Assign assign) {
            return assign(assign, place);
        }
        if (statement instanceof Node.AssignBlock assign) {
            return assignBlock(assign, place);
        }
        if (statement instanceof Node.Macro macro) {
            return macro(macro, place);
        }
        if (statement instanceof Node.CallBlock block) {
            return callBlock(block, place);
        }
        if (statement instanceof Node.FilterBlock block) {
            return filterBlock(block, place);
        }
        if (statement instanceof Node.With with) {
            return with(with, place);
        }
        if (statement instanceof Node.Break leave) {
            requireLoop(place, leave.line(), "break");
            return (frame, output) -> Signal.BREAK;
        }
        if (statement instanceof Node.Continue skip) {
            requireLoop(place, skip.line(), "continue");
            return (frame, output) -> Signal.CONTINUE;
        }
        throw new IllegalStateException("a statement of an unknown kind: " + statement);
    }

    private static void requireLoop(Place place, int line, String tag) {
        if (!place.inLoop()) {
            throw new TemplateSyntaxError(line, "'" + tag + "' stands outside a loop");
        }
    }

    private static Action output(Node.Output output, Place place) {
        List<Action> parts = new ArrayList<>();
        for (Expression part : output.parts()) {
            if (part instanceof Node.Data data) {
                parts.add((frame, out) -> {
                    out.append(data.text());
                    return Signal.NORMAL;
                });
            } else {
                Evaluator value = ExpressionCompiler.compile(part, place);
                parts.add((frame, out) -> {
                    out.append(Printer.str(value.evaluate(frame)));
                    return Signal.NORMAL;
                });
            }
        }
        return (frame, out) -> Program.run(parts, frame, out);
    }

    private record Branch(Evaluator test, List<Action> body) {}

    private static Action condition(Node.If condition, Place outer) {
        Place place = outer.maybe();
        List<Branch> branches = new ArrayList<>();
        branches.add(new Branch(ExpressionCompiler.compile(condition.test(), place), body(condition.body(), place)));
        for (Node.If other : condition.alternatives()) {
            branches.add(new Branch(ExpressionCompiler.compile(other.test(), place), body(other.body(), place)));
        }
        List<Action> otherwise = body(condition.otherwise(), place);
        return (frame, output) -> {
            for (Branch branch : branches) {
                if (Operators.truth(branch.test().evaluate(frame))) {
                    return Program.run(branch.body(), frame, output);
                }
            }
            return Program.run(otherwise, frame, output);
        };
    }

    private static Action assign(Node.Assign assign, Place place) {
        List<Variable> namespaces = new ArrayList<>();
        namespaceTargets(assign.target(), place, namespaces);
        Assigner target = assigner(assign.target(), place);
        Evaluator value = ExpressionCompiler.compile(assign.value(), place);
        return (frame, output) -> {
            for (Variable namespace : namespaces) {
                requireNamespace(namespace.read(frame));
            }
            target.assign(frame, value.evaluate(frame));
            return Signal.NORMAL;
        };
    }

    private static void namespaceTargets(Expression target, Place place, List<Variable> found) {
        if (target instanceof Node.NamespaceTarget namespace) {
            found.add(variable(namespace.name(), place));
        } else if (target instanceof Node.TupleLiteral tuple) {
            tuple.items().forEach(item -> namespaceTargets(item, place, found));
        }
    }

    private static NamespaceValue requireNamespace(@Nullable Object value) {
        if (value instanceof NamespaceValue namespace) {
            return namespace;
        }
        throw new TemplateError(TemplateError.Kind.RUNTIME, "cannot assign attribute on non-namespace object");
    }

    static Assigner assigner(Expression target, Place place) {
        if (target instanceof Node.Name name) {
            Variable variable = variable(name.name(), place);
            return variable::write;
        }
        if (target instanceof Node.NamespaceTarget namespace) {
            Variable variable = variable(namespace.name(), place);
            return (frame, value) ->
                    requireNamespace(variable.read(frame)).attributes().put(namespace.attribute(), value);
        }
        if (target instanceof Node.TupleLiteral tuple) {
            List<Assigner> items = new ArrayList<>();
            tuple.items().forEach(item -> items.add(assigner(item, place)));
            return (frame, value) -> unpack(items, frame, value);
        }
        throw new IllegalStateException("an assignment to an unknown kind of target: " + target);
    }

    private static void unpack(List<Assigner> targets, Frame frame, Object value) {
        if (!Operators.isIterable(value)) {
            throw TemplateError.type("cannot unpack non-iterable " + Types.name(value) + " object");
        }
        List<Object> items = new ArrayList<>();
        Iterator<Object> walk = frame.rendering().iterate(value);
        while (walk.hasNext()) {
            if (items.size() == targets.size()) {
                throw TemplateError.value("too many values to unpack (expected " + targets.size() + ")");
            }
            items.add(walk.next());
        }
        if (items.size() < targets.size()) {
            throw TemplateError.value(
                    "not enough values to unpack (expected " + targets.size() + ", got " + items.size() + ")");
        }
        for (int i = 0; i < items.size(); i++) {
            targets.get(i).assign(frame, items.get(i));
        }
    }

    private static Action assignBlock(Node.AssignBlock assign, Place place) {
        Place inner = place.inner();
        inner.symbols().enterBody(assign.body());
        Action enter = enter(inner);
        List<Action> body = body(assign.body(), inner);
        Assigner target = assigner(assign.target(), place);
        ExpressionCompiler.TextFilter filter = assign.filter()
                .map(some -> ExpressionCompiler.textFilter(some, inner))
                .orElse((frame, text) -> text);
        List<Integer> slots = slots(inner);
        return (frame, output) -> {
            enter.execute(frame, output);
            Output captured = new Output(frame.rendering().budget());
            Signal signal = Program.run(body, frame, captured);
            if (signal != Signal.NORMAL) {
                return signal;
            }
            target.assign(frame, filter.apply(frame, captured.text()));
            leave(slots, frame);
            return Signal.NORMAL;
        };
    }

    private static Action filterBlock(Node.FilterBlock block, Place place) {
        Place inner = place.inner();
        inner.symbols().enterBody(block.body());
        inner.symbols().enterBody(List.of(block.filter()));
        Action enter = enter(inner);
        List<Action> body = body(block.body(), inner);
        ExpressionCompiler.TextFilter filter = ExpressionCompiler.textFilter(block.filter(), inner);
        List<Integer> slots = slots(inner);
        return (frame, output) -> {
            enter.execute(frame, output);
            Output captured = new Output(frame.rendering().budget());
            Signal signal = Program.run(body, frame, captured);
            if (signal != Signal.NORMAL) {
                return signal;
            }
            output.append(Printer.str(filter.apply(frame, captured.text())));
            leave(slots, frame);
            return Signal.NORMAL;
        };
    }

    private static Action with(Node.With with, Place place) {
        Place inner = place.inner();
        inner.symbols().enterBody(with.targets());
        inner.symbols().enterBody(with.body());
        Action enter = enter(inner);
        List<Assigner> targets = new ArrayList<>();
        with.targets().forEach(target -> targets.add(assigner(target, inner)));
        List<Evaluator> values = new ArrayList<>();
        with.values().forEach(value -> values.add(ExpressionCompiler.compile(value, place)));
        List<Action> body = body(with.body(), inner);
        List<Integer> slots = slots(inner);
        return (frame, output) -> {
            enter.execute(frame, output);
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(frame, values.get(i).evaluate(frame));
            }
            Signal signal = Program.run(body, frame, output);
            if (signal == Signal.NORMAL) {
                leave(slots, frame);
            }
            return signal;
        };
    }

    // ---- macros

    private static Action macro(Node.Macro macro, Place place) {
        MacroMaker maker = macroBody(Optional.of(macro.name()), macro.signature(), macro.body(), macro.line(), place);
        Variable variable = variable(macro.name(), place);
        return (frame, output) -> {
            variable.write(frame, maker.make(frame));
            return Signal.NORMAL;
        };
    }

    private static Action callBlock(Node.CallBlock block, Place place) {
        MacroMaker maker = macroBody(Optional.empty(), block.signature(), block.body(), block.line(), place);
        if (block.call().isEmpty()) {
            return (frame, output) -> {
                output.append(Printer.str(frame.rendering().call(maker.make(frame), Arguments.of())));
                return Signal.NORMAL;
            };
        }
        ExpressionCompiler.CallWithCaller call =
                ExpressionCompiler.callWithCaller(block.call().get(), place);
        return (frame, output) -> {
            output.append(Printer.str(call.call(frame, maker.make(frame))));
            return Signal.NORMAL;
        };
    }

    /** Makes a macro that remembers the frame it was made in. */
    private interface MacroMaker {
        MacroValue make(Frame frame);
    }

    private static MacroMaker macroBody(
            Optional<String> name, Node.Signature signature, List<Statement> statements, int line, Place outer) {
        Place place = outer.inner().newFunction(new FunctionScope(outer.function()));
        Symbols symbols = place.symbols();
        symbols.enterSignature(signature, statements);
        List<String> parameters = new ArrayList<>();
        signature.parameters().forEach(parameter -> parameters.add(parameter.name()));
        List<String> names = new ArrayList<>(parameters);
        Set<String> read = readUndeclared(statements, Set.of("caller", "kwargs", "varargs"));
        boolean readsCaller = read.contains("caller");
        int defaultsFrom = parameters.size() - signature.defaults().size();
        if (readsCaller && parameters.contains("caller") && parameters.indexOf("caller") < defaultsFrom) {
            throw new TemplateSyntaxError(line, "the special parameter 'caller' must be left out or have a default");
        }
        if (readsCaller && !parameters.contains("caller")) {
            names.add("caller");
        }
        boolean readsNamed = read.contains("kwargs") && !parameters.contains("kwargs");
        if (readsNamed) {
            names.add("kwargs");
        }
        boolean readsPositional = read.contains("varargs") && !parameters.contains("varargs");
        if (readsPositional) {
            names.add("varargs");
        }
        names.subList(parameters.size(), names.size()).forEach(symbols::declareParameter);
        symbols.enterSignature(signature, statements);

        Action enter = enter(place);
        List<Variable> variables = new ArrayList<>();
        names.forEach(parameter -> variables.add(variable(parameter, place)));
        List<Evaluator> defaults = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            defaults.add(
                    i < defaultsFrom
                            ? frame -> Undefined.because("parameter " + Text.quote(parameter) + " was not provided")
                            : ExpressionCompiler.compile(signature.defaults().get(i - defaultsFrom), place));
        }
        List<Action> body = body(statements, place);
        MacroValue.Description description =
                new MacroValue.Description(name, parameters, readsCaller, readsNamed, readsPositional);
        FunctionScope function = place.function();
        return outerFrame -> new MacroValue(description, (rendering, arguments) -> {
            rendering.budget().enter();
            Frame frame = new Frame(rendering, outerFrame, function.size());
            for (int i = 0; i < arguments.size(); i++) {
                variables.get(i).write(frame, arguments.get(i));
            }
            Output output = new Output(rendering.budget());
            enter.execute(frame, output);
            for (int i = 0; i < defaults.size(); i++) {
                if (variables.get(i).read(frame) == null) {
                    variables.get(i).write(frame, defaults.get(i).evaluate(frame));
                }
            }
            Program.run(body, frame, output);
            rendering.budget().leave();
            return output.text();
        });
    }

    /** Those of some names that are read before the nodes set them. */
    static Set<String> readUndeclared(List<? extends Node> nodes, Set<String> names) {
        Set<String> open = new HashSet<>(names);
        Set<String> read = new HashSet<>();
        nodes.forEach(node -> readUndeclared(node, open, read));
        return read;
    }

    private static void readUndeclared(Node node, Set<String> open, Set<String> read) {
        if (node instanceof Node.Name name) {
            if (name.use() == Use.LOAD && open.contains(name.name())) {
                read.add(name.name());
            } else {
                open.remove(name.name());
            }
        }
        node.children().forEach(child -> readUndeclared(child, open, read));
    }

    /** Compiles {@code for}. */
    private static final class LoopCompiler {

        private final Node.For loop;
        private final Evaluator iterable;
        private final Assigner target;
        private final Action enter;
        private final List<Action> body;
        private final List<Integer> slots;
        private final Action enterOtherwise;
        private final List<Action> otherwise;
        private final List<Integer> otherwiseSlots;
        private final Optional<Variable> loopVariable;
        private final FunctionScope function;
        private final Optional<Selector> selector;

        /** Leaves those items out that a loop's test rejects. */
        private interface Selector {
            Object select(Frame frame, Object iterable);
        }

        static Action compile(Node.For loop, Place outer) {
            LoopCompiler compiled = new LoopCompiler(loop, outer);
            if (!loop.recursive()) {
                return (frame, output) -> compiled.run(frame, output, compiled.iterable.evaluate(frame), 0);
            }
            return (frame, output) -> {
                output.append(Printer.str(compiled.recurse(frame, compiled.iterable.evaluate(frame), 0)));
                return Signal.NORMAL;
            };
        }

        private LoopCompiler(Node.For loop, Place outer) {
            this.loop = loop;
            this.function = loop.recursive() ? new FunctionScope(outer.function()) : outer.function();
            Place at = new Place(outer.symbols(), function, false, outer.inLoop());
            Place inside = at.inner().loop();
            boolean extended = loop.recursive()
                    || readUndeclared(loop.body(), Set.of("loop")).contains("loop");
            if (extended) {
                inside.symbols().declareParameter("loop");
            }
            rejectLoopAssignment(loop);
            inside.symbols().enterLoop(loop);
            // the else branch stands behind the loop, so what it leaves is a loop around both
            Place after = loop.recursive() ? at.inner().newFunction(function) : at.inner();
            if (!loop.otherwise().isEmpty()) {
                after.symbols().enterBody(loop.otherwise());
            }
            this.selector = loop.test().map(test -> selector(test, at));
            this.iterable = ExpressionCompiler.compile(loop.iterable(), outer);
            this.enter = enter(inside);
            this.target = assigner(loop.target(), inside);
            this.loopVariable = extended ? Optional.of(variable("loop", inside)) : Optional.empty();
            this.body = Compiler.body(loop.body(), inside);
            this.slots = Compiler.slots(inside);
            this.enterOtherwise = enter(after);
            this.otherwise = Compiler.body(loop.otherwise(), after);
            this.otherwiseSlots = Compiler.slots(after);
        }

        private static void rejectLoopAssignment(Node.For loop) {
            if (storesLoop(loop)) {
                throw new TemplateSyntaxError(loop.line(), "a loop cannot assign to the special variable 'loop'");
            }
        }

        private static boolean storesLoop(Node node) {
            return (node instanceof Node.Name name
                            && name.use() == Use.STORE
                            && name.name().equals("loop"))
                    || node.children().stream().anyMatch(LoopCompiler::storesLoop);
        }

        private Selector selector(Expression test, Place outer) {
            FunctionScope testFunction = new FunctionScope(outer.function());
            Place place = outer.inner().newFunction(testFunction);
            place.symbols().enterLoopTest(loop);
            Action enterTest = enter(place);
            Assigner item = assigner(loop.target(), place);
            Evaluator accepts = ExpressionCompiler.compile(test, place);
            return (frame, values) -> {
                Frame inner = new Frame(frame.rendering(), frame, testFunction.size());
                enterTest.execute(inner, new Output(frame.rendering().budget()));
                Iterator<Object> items = frame.rendering().iterate(values);
                return IteratorValue.generator(new Selection(items, value -> {
                    item.assign(inner, value);
                    return Operators.truth(accepts.evaluate(inner));
                }));
            };
        }

        private Object recurse(Frame outer, Object items, int depth) {
            outer.rendering().budget().enter();
            Frame frame = new Frame(outer.rendering(), outer, function.size());
            Output output = new Output(outer.rendering().budget());
            run(frame, output, items, depth);
            outer.rendering().budget().leave();
            return output.text();
        }

        private Signal run(Frame frame, Output output, Object values, int depth) {
            Rendering rendering = frame.rendering();
            Object selected = selector.isEmpty() ? values : selector.get().select(frame, values);
            Optional<LoopValue.Recursion> recursion = loop.recursive()
                    ? Optional.of((unused, items, deeper) -> recurse(frame.outer(1), items, deeper))
                    : Optional.empty();
            LoopValue items = new LoopValue(rendering, selected, recursion, depth);
            boolean completed = false;
            for (Object item = items.advance(); item != null; item = items.advance()) {
                loopVariable.ifPresent(variable -> variable.write(frame, items));
                target.assign(frame, item);
                enter.execute(frame, output);
                Signal signal = Program.run(body, frame, output);
                if (signal == Signal.BREAK) {
                    break;
                }
                // as in the reference, an item that ends in `continue` does not count as one for the else branch
                completed |= signal == Signal.NORMAL;
            }
            leave(slots, frame);
            if (completed || otherwise.isEmpty()) {
                return Signal.NORMAL;
            }
            enterOtherwise.execute(frame, output);
            Signal signal = Program.run(otherwise, frame, output);
            leave(otherwiseSlots, frame);
            return signal;
        }
    }

    /** Those items that pass a test, found one by one. */
    static final class Selection implements Iterator<Object> {

        private final Iterator<Object> items;
        private final java.util.function.Predicate<Object> accepts;
        private @Nullable Object found;

        Selection(Iterator<Object> items, java.util.function.Predicate<Object> accepts) {
            this.items = items;
            this.accepts = accepts;
        }

        @Override
        public boolean hasNext() {
            while (found == null && items.hasNext()) {
                Object item = items.next();
                if (accepts.test(item)) {
                    found = item;
                }
            }
            return found != null;
        }

        @Override
        public Object next() {
            if (!hasNext() || found == null) {
                throw new NoSuchElementException();
            }
            Object item = found;
            found = null;
            return item;
        }
    }
}
