package io.prefscore.jinja;

import io.prefscore.jinja.Compiler.Place;
import io.prefscore.jinja.Node.Expression;
import io.prefscore.jinja.Program.Evaluator;
import io.prefscore.jinja.Program.Variable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the expressions of a syntax tree into a program. */
final class ExpressionCompiler {

    /** A filter that applies to the text of a block. */
    interface TextFilter {
        Object apply(Frame frame, String text);
    }

    /** A call that hands a call block's body on. */
    interface CallWithCaller {
        Object call(Frame frame, MacroValue caller);
    }

    private interface ArgumentsEvaluator {
        Arguments evaluate(Frame frame);
    }

    private ExpressionCompiler() {}

    static Evaluator compile(Expression expression, Place place) {
        if (expression instanceof Node.Constant constant) {
            return frame -> constant.value();
        }
        if (expression instanceof Node.Data data) {
            return frame -> data.text();
        }
        if (expression instanceof Node.Name name) {
            return name(name, place);
        }
        if (expression instanceof Node.Attribute attribute) {
            Evaluator owner = compile(attribute.owner(), place);
            return frame -> Attributes.attribute(owner.evaluate(frame), attribute.name());
        }
        if (expression instanceof Node.Item item) {
            return item(item, place);
        }
        if (expression instanceof Node.Call call) {
            Evaluator function = compile(call.function(), place);
            ArgumentsEvaluator arguments = arguments(call.arguments(), place);
            return frame -> {
                Object callee = function.evaluate(frame);
                return frame.rendering().call(callee, arguments.evaluate(frame));
            };
        }
        if (expression instanceof Node.Filter filter) {
            return filter(filter, place);
        }
        if (expression instanceof Node.Test test) {
            return test(test, place);
        }
        return operation(expression, place);
    }

    private static Evaluator operation(Expression expression, Place place) {
        if (expression instanceof Node.Binary binary) {
            return binary(binary, place);
        }
        if (expression instanceof Node.Unary unary) {
            Evaluator operand = compile(unary.operand(), place);
            return switch (unary.operator()) {
                case NOT -> frame -> !Operators.truth(operand.evaluate(frame));
                case NEGATE -> frame -> Operators.negate(operand.evaluate(frame));
                case PLUS -> frame -> Operators.plus(operand.evaluate(frame));
            };
        }
        if (expression instanceof Node.Compare compare) {
            return compare(compare, place);
        }
        if (expression instanceof Node.Conditional conditional) {
            return conditional(conditional, place);
        }
        if (expression instanceof Node.Concatenation concatenation) {
            List<Evaluator> parts = all(concatenation.parts(), place);
            return frame -> {
                Output text = new Output(frame.rendering().budget());
                parts.forEach(part -> text.append(Printer.str(part.evaluate(frame))));
                return text.text();
            };
        }
        return literal(expression, place);
    }

    private static Evaluator literal(Expression expression, Place place) {
        if (expression instanceof Node.ListLiteral list) {
            List<Evaluator> items = all(list.items(), place);
            return frame -> new ListValue(values(items, frame));
        }
        if (expression instanceof Node.TupleLiteral tuple) {
            List<Evaluator> items = all(tuple.items(), place);
            return frame -> new TupleValue(values(items, frame));
        }
        if (expression instanceof Node.DictLiteral dict) {
            List<Evaluator> keys = new ArrayList<>();
            List<Evaluator> values = new ArrayList<>();
            for (Node.Pair pair : dict.pairs()) {
                keys.add(compile(pair.key(), place));
                values.add(compile(pair.value(), place));
            }
            return frame -> {
                frame.rendering().budget().items(keys.size());
                DictValue value = new DictValue();
                for (int i = 0; i < keys.size(); i++) {
                    value.put(keys.get(i).evaluate(frame), values.get(i).evaluate(frame));
                }
                return value;
            };
        }
        throw new IllegalStateException("an expression of an unknown kind: " + expression);
    }

    private static List<Evaluator> all(List<Expression> expressions, Place place) {
        List<Evaluator> evaluators = new ArrayList<>();
        expressions.forEach(expression -> evaluators.add(compile(expression, place)));
        return evaluators;
    }

    private static List<Object> values(List<Evaluator> evaluators, Frame frame) {
        frame.rendering().budget().items(evaluators.size());
        List<Object> values = new ArrayList<>(evaluators.size());
        for (Evaluator evaluator : evaluators) {
            values.add(evaluator.evaluate(frame));
        }
        return values;
    }

    private static Evaluator name(Node.Name name, Place place) {
        Variable variable = Compiler.variable(name.name(), place);
        String slot = place.symbols().find(name.name());
        if (name.name().equals("self")
                && slot != null
                && place.symbols().findLoad(slot) instanceof Symbols.Load.Resolve) {
            throw new TemplateSyntaxError(name.line(), "the variable 'self' is not supported: there are no blocks");
        }
        return frame -> {
            Object value = variable.read(frame);
            return value == null ? Undefined.variable(name.name()) : value;
        };
    }

    private static Evaluator item(Node.Item item, Place place) {
        Evaluator owner = compile(item.owner(), place);
        if (item.key() instanceof Node.Slice slice) {
            Evaluator start = part(slice.start(), place);
            Evaluator stop = part(slice.stop(), place);
            Evaluator step = part(slice.step(), place);
            return frame -> Slices.slice(
                    frame.rendering(),
                    owner.evaluate(frame),
                    start.evaluate(frame),
                    stop.evaluate(frame),
                    step.evaluate(frame));
        }
        Evaluator key = compile(item.key(), place);
        return frame -> {
            Object value = owner.evaluate(frame);
            return Attributes.item(value, key.evaluate(frame));
        };
    }

    private static Evaluator part(Optional<Expression> expression, Place place) {
        return expression.isEmpty() ? frame -> None.NONE : compile(expression.get(), place);
    }

    private static Evaluator binary(Node.Binary binary, Place place) {
        Evaluator left = compile(binary.left(), place);
        Evaluator right = compile(binary.right(), place);
        return switch (binary.operator()) {
            case AND ->
                frame -> {
                    Object first = left.evaluate(frame);
                    return Operators.truth(first) ? right.evaluate(frame) : first;
                };
            case OR ->
                frame -> {
                    Object first = left.evaluate(frame);
                    return Operators.truth(first) ? first : right.evaluate(frame);
                };
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, REMAINDER, POWER ->
                frame -> {
                    Object first = left.evaluate(frame);
                    return Arithmetic.apply(frame.rendering(), binary.operator(), first, right.evaluate(frame));
                };
        };
    }

    private static Evaluator compare(Node.Compare compare, Place place) {
        Evaluator first = compile(compare.first(), place);
        List<Node.Comparison> comparisons = new ArrayList<>();
        List<Evaluator> others = new ArrayList<>();
        for (Node.Comparand other : compare.others()) {
            comparisons.add(other.comparison());
            others.add(compile(other.value(), place));
        }
        return frame -> {
            Object left = first.evaluate(frame);
            for (int i = 0; i < others.size(); i++) {
                Object right = others.get(i).evaluate(frame);
                if (!Operators.compare(frame.rendering(), comparisons.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private static Evaluator conditional(Node.Conditional conditional, Place outer) {
        Place place = outer.maybe();
        Evaluator test = compile(conditional.test(), place);
        Evaluator then = compile(conditional.then(), place);
        Evaluator otherwise = conditional.otherwise().isPresent()
                ? compile(conditional.otherwise().get(), place)
                : frame -> Undefined.because("the inline if-expression on line " + conditional.line()
                        + " evaluated to false and no else section was defined.");
        return frame -> Operators.truth(test.evaluate(frame)) ? then.evaluate(frame) : otherwise.evaluate(frame);
    }

    // ---- calls

    private static ArgumentsEvaluator arguments(Node.CallArguments arguments, Place place) {
        List<Evaluator> positional = all(arguments.positional(), place);
        Map<String, Evaluator> named = new LinkedHashMap<>();
        arguments.named().forEach(keyword -> named.put(keyword.name(), compile(keyword.value(), place)));
        Optional<Evaluator> more = arguments.more().map(value -> compile(value, place));
        Optional<Evaluator> moreNamed = arguments.moreNamed().map(value -> compile(value, place));
        return frame -> {
            List<Object> values = values(positional, frame);
            Map<String, Object> namedValues = new LinkedHashMap<>();
            named.forEach((name, value) -> namedValues.put(name, value.evaluate(frame)));
            if (more.isPresent()) {
                Iterator<Object> items = frame.rendering().iterate(more.get().evaluate(frame));
                items.forEachRemaining(values::add);
            }
            if (moreNamed.isPresent()) {
                addNamed(moreNamed.get().evaluate(frame), namedValues);
            }
            return new Arguments(values, namedValues);
        };
    }

    private static void addNamed(Object mapping, Map<String, Object> named) {
        if (!(mapping instanceof DictValue dict)) {
            throw TemplateError.type("argument after ** must be a mapping, not " + Types.name(mapping));
        }
        for (DictValue.Entry entry : dict.entries()) {
            if (!(entry.key() instanceof String name)) {
                throw TemplateError.type("keywords must be strings");
            }
            if (named.put(name, entry.value()) != null) {
                throw TemplateError.type("got multiple values for keyword argument " + Text.quote(name));
            }
        }
    }

    static CallWithCaller callWithCaller(Node.Call call, Place place) {
        Evaluator function = compile(call.function(), place);
        ArgumentsEvaluator arguments = arguments(call.arguments(), place);
        return (frame, caller) -> {
            Object callee = function.evaluate(frame);
            return frame.rendering().call(callee, arguments.evaluate(frame).withNamed("caller", caller));
        };
    }

    // ---- filters and tests

    private static Evaluator filter(Node.Filter filter, Place place) {
        if (filter.input().isEmpty()) {
            throw new TemplateSyntaxError(filter.line(), "the filter '" + filter.name() + "' has no input");
        }
        Evaluator input = compile(filter.input().get(), place);
        ArgumentsEvaluator arguments = arguments(filter.arguments(), place);
        Filters.Filter function = filterFunction(filter, place);
        return frame -> {
            Object value = input.evaluate(frame);
            frame.rendering().budget().step();
            return function.apply(frame.rendering(), value, arguments.evaluate(frame));
        };
    }

    /** A chain of filters whose innermost one has a block's text as its input. */
    static TextFilter textFilter(Expression expression, Place place) {
        if (!(expression instanceof Node.Filter filter)) {
            throw new IllegalStateException("a block is filtered by something that is no filter: " + expression);
        }
        TextFilter inner = filter.input().map(input -> textFilter(input, place)).orElse((frame, text) -> text);
        ArgumentsEvaluator arguments = arguments(filter.arguments(), place);
        Filters.Filter function = filterFunction(filter, place);
        return (frame, text) -> {
            Object value = inner.apply(frame, text);
            return function.apply(frame.rendering(), value, arguments.evaluate(frame));
        };
    }

    private static Filters.Filter filterFunction(Node.Filter filter, Place place) {
        Filters.@Nullable Filter function = Filters.find(filter.name());
        if (function != null) {
            return function;
        }
        String message = "no filter named '" + filter.name() + "'"
                + (Filters.existsUnsupported(filter.name()) ? " is supported here, though Jinja has one" : "");
        if (!place.conditional()) {
            throw new TemplateSyntaxError(filter.line(), message);
        }
        return (rendering, value, arguments) -> {
            throw new TemplateError(TemplateError.Kind.RUNTIME, message);
        };
    }

    private static Evaluator test(Node.Test test, Place place) {
        Evaluator input = compile(test.input(), place);
        ArgumentsEvaluator arguments = arguments(test.arguments(), place);
        Tests.@Nullable Test function = Tests.find(test.name());
        if (function == null) {
            String message = "no test named '" + test.name() + "'";
            if (!place.conditional()) {
                throw new TemplateSyntaxError(test.line(), message);
            }
            return frame -> {
                throw new TemplateError(TemplateError.Kind.RUNTIME, message);
            };
        }
        return frame -> {
            Object value = input.evaluate(frame);
            return function.holds(frame.rendering(), value, arguments.evaluate(frame));
        };
    }
}
