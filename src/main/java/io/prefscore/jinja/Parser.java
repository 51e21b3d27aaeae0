package io.prefscore.jinja;

import io.prefscore.jinja.Node.Binary;
import io.prefscore.jinja.Node.CallArguments;
import io.prefscore.jinja.Node.Comparand;
import io.prefscore.jinja.Node.Comparison;
import io.prefscore.jinja.Node.Expression;
import io.prefscore.jinja.Node.Keyword;
import io.prefscore.jinja.Node.Operator;
import io.prefscore.jinja.Node.Pair;
import io.prefscore.jinja.Node.Signature;
import io.prefscore.jinja.Node.Statement;
import io.prefscore.jinja.Node.UnaryOperator;
import io.prefscore.jinja.Node.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a template's tokens into a syntax tree, by Jinja's grammar: the same precedences, the same oddities. */
final class Parser {

    private static final Map<String, Comparison> COMPARISONS = Map.of(
            "==", Comparison.EQUAL,
            "!=", Comparison.NOT_EQUAL,
            ">", Comparison.GREATER,
            ">=", Comparison.GREATER_OR_EQUAL,
            "<", Comparison.LESS,
            "<=", Comparison.LESS_OR_EQUAL);
    private static final Set<String> UNSUPPORTED_TAGS =
            Set.of("extends", "block", "include", "from", "import", "autoescape");
    private static final Set<String> RESERVED = Set.of("true", "false", "none", "True", "False", "None");

    private final List<Token> tokens;
    private int position;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node.Template parse(String source) {
        try {
            Parser parser = new Parser(Lexer.tokens(source));
            return new Node.Template(parser.statements(Set.of(), "the template"));
        } catch (StackOverflowError tooDeep) {
            throw new TemplateSyntaxError(1, "the template is nested too deeply to be read");
        }
    }

    // ---- tokens

    private Token current() {
        return tokens.get(position);
    }

    private Token look() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    private Token next() {
        Token token = current();
        if (token.kind() != Token.Kind.END) {
            position++;
        }
        return token;
    }

    private boolean skipOperator(String operator) {
        if (current().isOperator(operator)) {
            next();
            return true;
        }
        return false;
    }

    private boolean skipName(String name) {
        if (current().isName(name)) {
            next();
            return true;
        }
        return false;
    }

    private Token expect(Token.Kind kind, String what) {
        if (current().kind() != kind) {
            throw error(current(), "expected " + what + ", found " + current().describe());
        }
        return next();
    }

    private void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw error(
                    current(), "expected '" + operator + "', found " + current().describe());
        }
    }

    private void expectName(String name) {
        if (!skipName(name)) {
            throw error(current(), "expected '" + name + "', found " + current().describe());
        }
    }

    private static TemplateSyntaxError error(Token token, String message) {
        return new TemplateSyntaxError(token.line(), message);
    }

    // ---- statements

    /** Statements up to one of the end tags, whose name is then the current token. */
    private List<Statement> statements(Set<String> ends, String opener) {
        List<Statement> body = new ArrayList<>();
        List<Expression> output = new ArrayList<>();
        int line = current().line();
        while (current().kind() != Token.Kind.END) {
            Token token = next();
            switch (token.kind()) {
                case DATA -> output.add(new Node.Data(token.text()));
                case VARIABLE_BEGIN -> {
                    output.add(tuple());
                    expect(Token.Kind.VARIABLE_END, "'}}'");
                }
                case BLOCK_BEGIN -> {
                    flush(output, body);
                    if (current().kind() == Token.Kind.NAME
                            && ends.contains(current().text())) {
                        return body;
                    }
                    body.add(statement());
                    expect(Token.Kind.BLOCK_END, "'%}'");
                }
                default -> throw error(token, "unexpected " + token.describe());
            }
        }
        flush(output, body);
        if (!ends.isEmpty()) {
            throw new TemplateSyntaxError(
                    line, opener + " is not closed; the template ends without " + String.join(" or ", ends));
        }
        return body;
    }

    private static void flush(List<Expression> output, List<Statement> body) {
        if (!output.isEmpty()) {
            body.add(new Node.Output(List.copyOf(output)));
            output.clear();
        }
    }

    /** The body of a tag: an optional colon, the tag's end, statements. */
    private List<Statement> body(String opener, String... ends) {
        skipOperator(":");
        expect(Token.Kind.BLOCK_END, "'%}'");
        return statements(Set.of(ends), opener);
    }

    private List<Statement> closedBody(String opener, String end) {
        List<Statement> body = body(opener, end);
        next();
        return body;
    }

    private Statement statement() {
        Token tag = current();
        if (tag.kind() != Token.Kind.NAME) {
            throw error(tag, "expected the name of a tag, found " + tag.describe());
        }
        next();
        return switch (tag.text()) {
            case "for" -> forStatement(tag);
            case "if" -> ifStatement();
            case "set" -> set();
            case "macro" -> macro(tag);
            case "call" -> callBlock(tag);
            case "filter" -> filterBlock();
            case "with" -> with();
            case "print" -> print();
            case "break" -> new Node.Break(tag.line());
            case "continue" -> new Node.Continue(tag.line());
            case "generation" ->
                new Node.CallBlock(
                        Optional.empty(), Signature.EMPTY, closedBody("generation", "endgeneration"), tag.line());
            default ->
                throw error(
                        tag,
                        UNSUPPORTED_TAGS.contains(tag.text())
                                ? "the tag '" + tag.text() + "' is not supported: chat templates stand alone"
                                : "unknown tag '" + tag.text() + "'");
        };
    }

    private Statement forStatement(Token tag) {
        Expression target = assignable(targets(false), Use.STORE, tag);
        expectName("in");
        Expression iterable = tuple(this::or, false);
        Optional<Expression> test = skipName("if") ? Optional.of(expression()) : Optional.empty();
        boolean recursive = skipName("recursive");
        List<Statement> body = body("for", "endfor", "else");
        List<Statement> otherwise = List.of();
        if (next().text().equals("else")) {
            otherwise = closedBody("for", "endfor");
        }
        return new Node.For(target, iterable, body, otherwise, test, recursive, tag.line());
    }

    private Statement ifStatement() {
        Expression test = tuple(this::or, false);
        List<Statement> body = body("if", "elif", "else", "endif");
        List<Node.If> alternatives = new ArrayList<>();
        List<Statement> otherwise = List.of();
        Token tag = next();
        while (tag.text().equals("elif")) {
            Expression otherTest = tuple(this::or, false);
            List<Statement> otherBody = body("if", "elif", "else", "endif");
            alternatives.add(new Node.If(otherTest, otherBody, List.of(), List.of()));
            tag = next();
        }
        if (tag.text().equals("else")) {
            otherwise = closedBody("if", "endif");
        }
        return new Node.If(test, body, alternatives, otherwise);
    }

    private Statement set() {
        Token start = current();
        Expression target = assignable(targets(true), Use.STORE, start);
        if (skipOperator("=")) {
            return new Node.Assign(target, tuple());
        }
        Optional<Expression> filter = Optional.empty();
        while (skipOperator("|")) {
            filter = Optional.of(filter(filter));
        }
        return new Node.AssignBlock(target, filter, closedBody("set", "endset"));
    }

    private Statement macro(Token tag) {
        String name = expect(Token.Kind.NAME, "the name of the macro").text();
        rejectReserved(name, tag);
        Signature signature = signature();
        return new Node.Macro(name, signature, closedBody("macro", "endmacro"), tag.line());
    }

    private Signature signature() {
        List<Node.Name> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        expectOperator("(");
        while (!current().isOperator(")")) {
            if (!parameters.isEmpty()) {
                expectOperator(",");
            }
            Token name = expect(Token.Kind.NAME, "the name of a parameter");
            rejectReserved(name.text(), name);
            if (parameters.stream().anyMatch(known -> known.name().equals(name.text()))) {
                throw error(name, "two parameters are called '" + name.text() + "'");
            }
            if (skipOperator("=")) {
                defaults.add(expression());
            } else if (!defaults.isEmpty()) {
                throw error(name, "a parameter without a default follows one with a default");
            }
            parameters.add(new Node.Name(name.text(), Use.PARAMETER, name.line()));
        }
        expectOperator(")");
        return new Signature(parameters, defaults);
    }

    private Statement callBlock(Token tag) {
        Signature signature = current().isOperator("(") ? signature() : Signature.EMPTY;
        if (!(expression() instanceof Node.Call call)) {
            throw error(tag, "a call block must call a macro");
        }
        return new Node.CallBlock(Optional.of(call), signature, closedBody("call", "endcall"), tag.line());
    }

    private Statement filterBlock() {
        Expression filter = filter(Optional.empty());
        while (skipOperator("|")) {
            filter = filter(Optional.of(filter));
        }
        return new Node.FilterBlock(closedBody("filter", "endfilter"), filter);
    }

    private Statement with() {
        List<Expression> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (current().kind() != Token.Kind.BLOCK_END) {
            if (!targets.isEmpty()) {
                expectOperator(",");
            }
            Token start = current();
            targets.add(assignable(targets(false), Use.PARAMETER, start));
            expectOperator("=");
            values.add(expression());
        }
        return new Node.With(targets, values, closedBody("with", "endwith"));
    }

    private Statement print() {
        List<Expression> parts = new ArrayList<>();
        while (current().kind() != Token.Kind.BLOCK_END) {
            if (!parts.isEmpty()) {
                expectOperator(",");
            }
            parts.add(expression());
        }
        return new Node.Output(parts);
    }

    // ---- targets of assignments

    private Expression targets(boolean namespaces) {
        return tuple(() -> primary(namespaces), false);
    }

    private static void rejectReserved(String name, Token at) {
        if (RESERVED.contains(name)) {
            throw error(at, "cannot assign to '" + name + "'");
        }
    }

    private static Expression assignable(Expression target, Use use, Token at) {
        if (target instanceof Node.Name name) {
            return new Node.Name(name.name(), use, name.line());
        }
        if (target instanceof Node.NamespaceTarget) {
            return target;
        }
        if (target instanceof Node.TupleLiteral tuple) {
            List<Expression> items = new ArrayList<>();
            for (Expression item : tuple.items()) {
                items.add(assignable(item, use, at));
            }
            return new Node.TupleLiteral(items);
        }
        throw error(at, "cannot assign to this expression");
    }

    // ---- expressions, from the loosest binding to the tightest

    private Expression expression() {
        Expression value = or();
        while (current().isName("if")) {
            int line = next().line();
            Expression test = or();
            Optional<Expression> otherwise = skipName("else") ? Optional.of(expression()) : Optional.empty();
            value = new Node.Conditional(test, value, otherwise, line);
        }
        return value;
    }

    private Expression or() {
        Expression left = and();
        while (skipName("or")) {
            left = new Binary(Operator.OR, left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (skipName("and")) {
            left = new Binary(Operator.AND, left, not());
        }
        return left;
    }

    private Expression not() {
        if (skipName("not")) {
            return new Node.Unary(UnaryOperator.NOT, not());
        }
        return comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<Comparand> others = new ArrayList<>();
        for (Comparison found = skipComparison(); found != null; found = skipComparison()) {
            others.add(new Comparand(found, sum()));
        }
        return others.isEmpty() ? first : new Node.Compare(first, others);
    }

    private @Nullable Comparison skipComparison() {
        if (current().kind() == Token.Kind.OPERATOR) {
            Comparison comparison = COMPARISONS.get(current().text());
            if (comparison != null) {
                next();
            }
            return comparison;
        }
        if (skipName("in")) {
            return Comparison.IN;
        }
        if (current().isName("not") && look().isName("in")) {
            next();
            next();
            return Comparison.NOT_IN;
        }
        return null;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (true) {
            if (skipOperator("+")) {
                left = new Binary(Operator.ADD, left, concatenation());
            } else if (skipOperator("-")) {
                left = new Binary(Operator.SUBTRACT, left, concatenation());
            } else {
                return left;
            }
        }
    }

    private Expression concatenation() {
        Expression first = product();
        if (!current().isOperator("~")) {
            return first;
        }
        List<Expression> parts = new ArrayList<>(List.of(first));
        while (skipOperator("~")) {
            parts.add(product());
        }
        return new Node.Concatenation(parts);
    }

    private Expression product() {
        Expression left = power();
        while (true) {
            if (skipOperator("*")) {
                left = new Binary(Operator.MULTIPLY, left, power());
            } else if (skipOperator("/")) {
                left = new Binary(Operator.DIVIDE, left, power());
            } else if (skipOperator("//")) {
                left = new Binary(Operator.FLOOR_DIVIDE, left, power());
            } else if (skipOperator("%")) {
                left = new Binary(Operator.REMAINDER, left, power());
            } else {
                return left;
            }
        }
    }

    /** Unlike Python's, Jinja's power associates to the left and binds looser than a sign. */
    private Expression power() {
        Expression left = filtered(signed());
        while (skipOperator("**")) {
            left = new Binary(Operator.POWER, left, filtered(signed()));
        }
        return left;
    }

    private Expression signed() {
        if (skipOperator("-")) {
            return postfix(new Node.Unary(UnaryOperator.NEGATE, signed()));
        }
        if (skipOperator("+")) {
            return postfix(new Node.Unary(UnaryOperator.PLUS, signed()));
        }
        return postfix(primary(false));
    }

    private Expression primary(boolean namespaces) {
        Token token = current();
        switch (token.kind()) {
            case NAME -> {
                next();
                return named(token, namespaces);
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (current().kind() == Token.Kind.STRING) {
                    text.append(next().text());
                }
                return new Node.Constant(text.toString());
            }
            case INTEGER, FLOAT -> {
                next();
                return new Node.Constant(token.value());
            }
            default -> {}
        }
        if (skipOperator("(")) {
            Expression inner = tuple(this::expression, true);
            expectOperator(")");
            return inner;
        }
        if (skipOperator("[")) {
            return list();
        }
        if (skipOperator("{")) {
            return dict();
        }
        throw error(token, "unexpected " + token.describe());
    }

    private Expression named(Token token, boolean namespaces) {
        switch (token.text()) {
            case "true", "True" -> {
                return new Node.Constant(true);
            }
            case "false", "False" -> {
                return new Node.Constant(false);
            }
            case "none", "None" -> {
                return new Node.Constant(None.NONE);
            }
            default -> {}
        }
        if (namespaces && skipOperator(".")) {
            String attribute =
                    expect(Token.Kind.NAME, "the name of an attribute").text();
            return new Node.NamespaceTarget(token.text(), attribute);
        }
        return new Node.Name(token.text(), Use.LOAD, token.line());
    }

    private Expression tuple() {
        return tuple(this::expression, false);
    }

    private Expression tuple(Supplier<Expression> item, boolean parenthesised) {
        List<Expression> items = new ArrayList<>();
        boolean isTuple = false;
        while (true) {
            if (!items.isEmpty()) {
                expectOperator(",");
            }
            if (atTupleEnd()) {
                break;
            }
            items.add(item.get());
            if (!current().isOperator(",")) {
                break;
            }
            isTuple = true;
        }
        if (!isTuple && !items.isEmpty()) {
            return items.get(0);
        }
        if (!isTuple && !parenthesised) {
            throw error(current(), "expected an expression, found " + current().describe());
        }
        return new Node.TupleLiteral(items);
    }

    /** Unlike elsewhere, a trailing comma before {@code in} or {@code recursive} is an error: Jinja's own slip. */
    private boolean atTupleEnd() {
        Token token = current();
        return token.kind() == Token.Kind.VARIABLE_END || token.kind() == Token.Kind.BLOCK_END || token.isOperator(")");
    }

    private Expression list() {
        List<Expression> items = new ArrayList<>();
        while (!skipOperator("]")) {
            if (!items.isEmpty()) {
                expectOperator(",");
                if (skipOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return new Node.ListLiteral(items);
    }

    private Expression dict() {
        List<Pair> pairs = new ArrayList<>();
        while (!skipOperator("}")) {
            if (!pairs.isEmpty()) {
                expectOperator(",");
                if (skipOperator("}")) {
                    break;
                }
            }
            Expression key = expression();
            expectOperator(":");
            pairs.add(new Pair(key, expression()));
        }
        return new Node.DictLiteral(pairs);
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            if (current().isOperator(".") || current().isOperator("[")) {
                value = subscript(value);
            } else if (current().isOperator("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression filtered(Expression start) {
        Expression value = start;
        while (true) {
            if (skipOperator("|")) {
                value = filter(Optional.of(value));
            } else if (current().isName("is")) {
                value = test(value);
            } else if (current().isOperator("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression owner) {
        Token token = next();
        if (token.isOperator(".")) {
            Token name = next();
            if (name.kind() == Token.Kind.NAME) {
                return new Node.Attribute(owner, name.text());
            }
            if (name.kind() != Token.Kind.INTEGER) {
                throw error(name, "expected a name or number after '.', found " + name.describe());
            }
            return new Node.Item(owner, new Node.Constant(name.value()));
        }
        List<Expression> keys = new ArrayList<>();
        while (!current().isOperator("]")) {
            if (!keys.isEmpty()) {
                expectOperator(",");
            }
            keys.add(sliceOrExpression());
        }
        next();
        if (keys.size() == 1) {
            return new Node.Item(owner, keys.get(0));
        }
        if (keys.stream().anyMatch(Node.Slice.class::isInstance)) {
            throw error(token, "several slices in one subscript");
        }
        return new Node.Item(owner, new Node.TupleLiteral(keys));
    }

    private Expression sliceOrExpression() {
        Optional<Expression> start = Optional.empty();
        if (!current().isOperator(":")) {
            Expression value = expression();
            if (!current().isOperator(":")) {
                return value;
            }
            start = Optional.of(value);
        }
        expectOperator(":");
        Optional<Expression> stop = slicePart();
        Optional<Expression> step = skipOperator(":") ? slicePart() : Optional.empty();
        return new Node.Slice(start, stop, step);
    }

    private Optional<Expression> slicePart() {
        Token token = current();
        if (token.isOperator(":") || token.isOperator("]") || token.isOperator(",")) {
            return Optional.empty();
        }
        return Optional.of(expression());
    }

    private Expression call(Expression function) {
        int line = current().line();
        return new Node.Call(function, arguments(), line);
    }

    private CallArguments arguments() {
        Token start = current();
        expectOperator("(");
        List<Expression> positional = new ArrayList<>();
        List<Keyword> named = new ArrayList<>();
        Optional<Expression> more = Optional.empty();
        Optional<Expression> moreNamed = Optional.empty();
        boolean first = true;
        while (!current().isOperator(")")) {
            if (!first) {
                expectOperator(",");
                if (current().isOperator(")")) {
                    break;
                }
            }
            first = false;
            boolean orderHolds;
            if (skipOperator("*")) {
                orderHolds = more.isEmpty() && moreNamed.isEmpty();
                more = Optional.of(expression());
            } else if (skipOperator("**")) {
                orderHolds = moreNamed.isEmpty();
                moreNamed = Optional.of(expression());
            } else if (current().kind() == Token.Kind.NAME && look().isOperator("=")) {
                orderHolds = moreNamed.isEmpty();
                String name = next().text();
                next();
                orderHolds &= named.stream().noneMatch(known -> known.name().equals(name));
                named.add(new Keyword(name, expression()));
            } else {
                orderHolds = more.isEmpty() && moreNamed.isEmpty() && named.isEmpty();
                positional.add(expression());
            }
            if (!orderHolds) {
                throw error(start, "the arguments of a call stand in an order that no call allows");
            }
        }
        expectOperator(")");
        return new CallArguments(positional, named, more, moreNamed);
    }

    private Expression filter(Optional<Expression> input) {
        Token token = current();
        String name = dottedName();
        CallArguments arguments = current().isOperator("(") ? arguments() : CallArguments.NONE;
        return new Node.Filter(input, name, arguments, token.line());
    }

    private String dottedName() {
        StringBuilder name = new StringBuilder(expect(Token.Kind.NAME, "a name").text());
        while (skipOperator(".")) {
            name.append('.').append(expect(Token.Kind.NAME, "a name").text());
        }
        return name.toString();
    }

    private Expression test(Expression input) {
        Token token = next();
        boolean negated = skipName("not");
        String name = dottedName();
        CallArguments arguments = CallArguments.NONE;
        if (current().isOperator("(")) {
            arguments = arguments();
        } else if (startsTestArgument()) {
            if (current().isName("is")) {
                throw error(token, "tests with 'is' cannot be chained");
            }
            Expression argument = postfix(primary(false));
            arguments = new CallArguments(List.of(argument), List.of(), Optional.empty(), Optional.empty());
        }
        Expression test = new Node.Test(input, name, arguments, token.line());
        return negated ? new Node.Unary(UnaryOperator.NOT, test) : test;
    }

    private boolean startsTestArgument() {
        Token token = current();
        return switch (token.kind()) {
            case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            case DATA, BLOCK_BEGIN, BLOCK_END, VARIABLE_BEGIN, VARIABLE_END, END -> false;
        };
    }
}
