/* SPDX-License-Identifier: MIT */
/*
 * check.c - expectations: is it so, and if not, what to say.
 *
 * A failure is put together as one text and printed at once, so that those of
 * several CPUs do not mix.
 */
#include <octavo/port.h>
#include "internal.h"

#define MAX_FAILURES_SHOWN	10

/* The text of a failure as it grows. */
struct text {
	char buf[1024];
	int len;
	unsigned int depth;
};

static __printf(2, 0)
void vadd(struct text *text, const char *fmt, va_list args)
{
	size_t room = sizeof(text->buf) - (size_t)text->len;

	text->len += vscnprintf(text->buf + text->len, room, fmt, args);
}

static __printf(2, 3)
void add(struct text *text, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vadd(text, fmt, args);
	va_end(args);
}

/* The start of a diagnostic line. */
static void add_head(struct text *text)
{
	add(text, "%*s# ", (int)text->depth * 4, "");
}

static const char *const op_text[] = {
	[KUNIT_OP_EQ] = "==", [KUNIT_OP_NE] = "!=", [KUNIT_OP_LT] = "<",
	[KUNIT_OP_LE] = "<=", [KUNIT_OP_GT] = ">", [KUNIT_OP_GE] = ">=",
};

/* Count a failure of @test; true if it should be shown. */
static bool count_failure(struct kunit *test)
{
	unsigned int nr = __atomic_add_fetch(&test->nr_failures, 1,
					     __ATOMIC_RELAXED);

	__atomic_store_n(&test->status, KUNIT_FAILURE, __ATOMIC_RELAXED);
	if (!test->quiet && nr == MAX_FAILURES_SHOWN + 1)
		kunit_say(test, "more failures are not shown");
	return !test->quiet && nr <= MAX_FAILURES_SHOWN;
}

static void begin(struct text *text, struct kunit *test,
		  const struct kunit_loc *loc)
{
	text->len = 0;
	text->depth = test->depth;
	add_head(text);
	add(text, "%s: %s FAILED at %s:%d\n", test->name,
	    loc->fatal ? "ASSERTION" : "EXPECTATION", loc->file, loc->line);
}

static __printf(2, 0)
void finish(struct text *text, const char *fmt, va_list args)
{
	if (fmt) {
		add_head(text);
		vadd(text, fmt, args);
		if (text->buf[text->len - 1] != '\n')
			add(text, "\n");
	}
	kunit_print(text->buf, (size_t)text->len);
}

static bool is_negative(struct kunit_int v)
{
	return v.is_signed && (s64)v.bits < 0;
}

/* -1, 0 or 1 as a is below, equal to or above b, as numbers. */
static int compare(struct kunit_int a, struct kunit_int b)
{
	if (is_negative(a) != is_negative(b))
		return is_negative(a) ? -1 : 1;
	return a.bits < b.bits ? -1 : a.bits > b.bits;
}

static bool holds(enum kunit_op op, int order)
{
	switch (op) {
	case KUNIT_OP_EQ:
		return order == 0;
	case KUNIT_OP_NE:
		return order != 0;
	case KUNIT_OP_LT:
		return order < 0;
	case KUNIT_OP_LE:
		return order <= 0;
	case KUNIT_OP_GT:
		return order > 0;
	default:
		return order >= 0;
	}
}

static bool is_literal(const char *s)
{
	return *s == '-' || *s == '\'' || (*s >= '0' && *s <= '9');
}

static void add_expected(struct text *text, const struct kunit_loc *loc,
			 enum kunit_op op)
{
	add_head(text);
	add(text, "    expected %s %s %s, but\n", loc->left, op_text[op],
	    loc->right);
}

static void add_int(struct text *text, const char *expr, struct kunit_int v)
{
	if (is_literal(expr))
		return;
	add_head(text);
	if (v.is_signed)
		add(text, "        %s is %lld (0x%llx)\n", expr,
		    (long long)v.bits, (unsigned long long)v.bits);
	else
		add(text, "        %s is %llu (0x%llx)\n", expr,
		    (unsigned long long)v.bits, (unsigned long long)v.bits);
}

void kunit_check_int(struct kunit *test, const struct kunit_loc *loc,
		     enum kunit_op op, const struct kunit_int vals[2],
		     const char *fmt, ...)
{
	struct text text;
	va_list args;

	if (likely(holds(op, compare(vals[0], vals[1]))))
		return;
	if (count_failure(test)) {
		begin(&text, test, loc);
		add_expected(&text, loc, op);
		add_int(&text, loc->left, vals[0]);
		add_int(&text, loc->right, vals[1]);
		va_start(args, fmt);
		finish(&text, fmt, args);
		va_end(args);
	}
	if (loc->fatal)
		kunit_abort(test);
}

void kunit_check_true(struct kunit *test, const struct kunit_loc *loc,
		      bool is_so, const char *fmt, ...)
{
	struct text text;
	va_list args;

	if (likely(is_so))
		return;
	if (count_failure(test)) {
		begin(&text, test, loc);
		if (loc->left) {
			add_head(&text);
			add(&text, "    expected %s to be %s\n", loc->left,
			    loc->right);
		}
		va_start(args, fmt);
		finish(&text, fmt, args);
		va_end(args);
	}
	if (loc->fatal)
		kunit_abort(test);
}

static bool same_string(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void add_string(struct text *text, const char *expr, const char *s)
{
	if (*expr == '"')
		return;
	add_head(text);
	add(text, s ? "        %s is \"%.200s\"\n" : "        %s is NULL%s\n",
	    expr, s ? s : "");
}

void kunit_check_str(struct kunit *test, const struct kunit_loc *loc,
		     enum kunit_op op, const char *const strs[2],
		     const char *fmt, ...)
{
	struct text text;
	va_list args;

	if (likely(same_string(strs[0], strs[1]) == (op == KUNIT_OP_EQ)))
		return;
	if (count_failure(test)) {
		begin(&text, test, loc);
		add_expected(&text, loc, op);
		add_string(&text, loc->left, strs[0]);
		add_string(&text, loc->right, strs[1]);
		va_start(args, fmt);
		finish(&text, fmt, args);
		va_end(args);
	}
	if (loc->fatal)
		kunit_abort(test);
}

/* 16 bytes from where two pieces of memory first differ. */
static void add_bytes(struct text *text, const char *expr, const u8 *mem,
		      size_t from, size_t size)
{
	add_head(text);
	add(text, "        %s at %zu:", expr, from);
	for (size_t i = from; i < size && i < from + 16; i++)
		add(text, " %02x", mem[i]);
	add(text, "\n");
}

static size_t first_difference(const u8 *a, const u8 *b, size_t size)
{
	size_t i = 0;

	while (i < size && a[i] == b[i])
		i++;
	return i;
}

void kunit_check_mem(struct kunit *test, const struct kunit_loc *loc,
		     enum kunit_op op, const void *const mem[2], size_t size,
		     const char *fmt, ...)
{
	struct text text;
	va_list args;
	size_t at;

	if (likely((memcmp(mem[0], mem[1], size) == 0) == (op == KUNIT_OP_EQ)))
		return;
	if (count_failure(test)) {
		at = first_difference(mem[0], mem[1], size);
		begin(&text, test, loc);
		add_expected(&text, loc, op);
		add_bytes(&text, loc->left, mem[0], at, size);
		add_bytes(&text, loc->right, mem[1], at, size);
		va_start(args, fmt);
		finish(&text, fmt, args);
		va_end(args);
	}
	if (loc->fatal)
		kunit_abort(test);
}
