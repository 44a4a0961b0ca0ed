/* SPDX-License-Identifier: MIT */
/*
 * report.c - panics, warnings and reports, and the counts of them.
 *
 * There is one stream of reports (octavo_report() and WARN()). Each is
 * counted, its text kept, and it is shown unless a test expects it.
 *
 * Locking: none, since a report may come from anywhere, with any lock held.
 * The counts are atomic. The text is written by whoever finds it free; of two
 * reports at the same moment the second's text is shown but not kept.
 */
#include <stdarg.h>
#include <octavo/atomic.h>
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/stacktrace.h>
#include <octavo/string.h>
#include <octavo/track.h>

#define REPORT_MAX	256

const struct track_ops *track_ops;

static unsigned long reports, expected, unexpected;
static unsigned int text_busy;
static char last_text[REPORT_MAX];
static void (*panic_hook)(const char *msg);
static void (*report_sink)(const char *line, size_t len, bool expected);
static bool backtraces;

#if OCTAVO_TSAN
unsigned int octavo_fence_word;
#endif

static void chomp(char *line)
{
	size_t len = strlen(line);

	if (len && line[len - 1] == '\n')
		line[len - 1] = '\0';
}

static void keep_text(const char *line)
{
	if (__atomic_exchange_n(&text_busy, 1, __ATOMIC_ACQUIRE))
		return;
	strscpy(last_text, line, sizeof(last_text));
	__atomic_store_n(&text_busy, 0, __ATOMIC_RELEASE);
}

/* Take one from the reports a test expects; false if it expects none. */
static bool was_expected(void)
{
	unsigned long n = __atomic_load_n(&expected, __ATOMIC_RELAXED);

	while (n)
		if (__atomic_compare_exchange_n(&expected, &n, n - 1, true,
						__ATOMIC_RELAXED,
						__ATOMIC_RELAXED))
			return true;
	return false;
}

/* ---- saying it ------------------------------------------------------------------ */

__printf(2, 3)
static void say(bool quietly, const char *fmt, ...)
{
	void (*sink)(const char *, size_t, bool) =
		__atomic_load_n(&report_sink, __ATOMIC_ACQUIRE);
	char line[REPORT_MAX + 16];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	if (sink)
		sink(line, (size_t)len, quietly);
	else if (!quietly)
		printk(KERN_ERR "%s", line);
}

static void say_trace(bool quietly, const struct report_trace *trace)
{
	const char *what = trace->what ? trace->what : "";
	char name[200];

	for (unsigned int i = 0; i < trace->nr; i++) {
		arch_symbol_name(trace->entries[i] - 1, name, sizeof(name));
		say(quietly, "octavo:   %*s at %s\n", (int)strlen(what),
		    i ? "" : what, name);
	}
}

static void report_line(char *line, const struct report_trace *traces,
			unsigned int nr)
{
	bool quietly;

	chomp(line);
	keep_text(line);
	__atomic_fetch_add(&reports, 1, __ATOMIC_RELAXED);
	quietly = was_expected();
	if (!quietly)
		__atomic_fetch_add(&unexpected, 1, __ATOMIC_RELAXED);
	say(quietly, "octavo: %s\n", line);
	for (unsigned int i = 0; i < nr; i++)
		say_trace(quietly, &traces[i]);
}

/* A report that says nothing of where it comes from but for this; @skip: the
 * reporting functions themselves. */
static noinline void report_here(char *line, unsigned int skip)
{
	unsigned long entries[STACK_TRACE_MAX];
	struct report_trace trace = { .entries = entries };

	if (track_here(&trace))
		;
	else if (__atomic_load_n(&backtraces, __ATOMIC_RELAXED))
		trace.nr = stack_trace_save(entries, STACK_TRACE_MAX, skip + 1);
	report_line(line, &trace, 1);
}

void octavo_report(const char *fmt, ...)
{
	char line[REPORT_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	report_here(line, 1);
}

void octavo_report_traces(const struct report_trace *traces, unsigned int nr,
			  const char *fmt, ...)
{
	char line[REPORT_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	report_line(line, traces, nr);
}

void warn_at(const char *file, int line, const char *fmt, ...)
{
	char text[REPORT_MAX];
	va_list args;
	int n;

	n = scnprintf(text, sizeof(text), "WARNING: %s:%d: ", file, line);
	va_start(args, fmt);
	vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, args);
	va_end(args);
	report_here(text, 1);
}

bool octavo_report_backtraces(bool on)
{
	return __atomic_exchange_n(&backtraces, on, __ATOMIC_RELAXED);
}

void octavo_report_sink(void (*sink)(const char *line, size_t len,
				     bool expected))
{
	__atomic_store_n(&report_sink, sink, __ATOMIC_RELEASE);
}

/* ---- counts --------------------------------------------------------------------- */

unsigned long octavo_report_count(void)
{
	return __atomic_load_n(&reports, __ATOMIC_RELAXED);
}

unsigned long octavo_report_unexpected(void)
{
	return __atomic_load_n(&unexpected, __ATOMIC_RELAXED);
}

unsigned long octavo_report_expect(unsigned long n)
{
	return __atomic_exchange_n(&expected, n, __ATOMIC_RELAXED);
}

const char *octavo_last_report(void)
{
	return last_text;
}

void panic_set_hook(void (*hook)(const char *msg))
{
	__atomic_store_n(&panic_hook, hook, __ATOMIC_RELEASE);
}

static __noreturn void stop(char *msg)
{
	void (*hook)(const char *) =
		__atomic_load_n(&panic_hook, __ATOMIC_ACQUIRE);

	chomp(msg);
	if (hook)
		hook(msg);
	printk(KERN_EMERG "panic: %s\n", msg);
	arch_panic(msg);
}

void panic(const char *fmt, ...)
{
	char msg[REPORT_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(msg, sizeof(msg), fmt, args);
	va_end(args);
	stop(msg);
}

void bug_at(const char *file, int line, const char *cond)
{
	if (cond)
		panic("BUG at %s:%d: %s", file, line, cond);
	panic("BUG at %s:%d", file, line);
}

static bool (*sleep_hint)(char *buf, size_t size);

void might_sleep_set_hint(bool (*hint)(char *buf, size_t size))
{
	__atomic_store_n(&sleep_hint, hint, __ATOMIC_RELEASE);
}

void __might_sleep(const char *file, int line)
{
	bool (*hint)(char *, size_t) =
		__atomic_load_n(&sleep_hint, __ATOMIC_ACQUIRE);
	char why[REPORT_MAX / 2] = "";
	const bool known = hint && hint(why, sizeof(why));

	warn_at(file, line,
		"sleeping call in atomic context: preempt count %x, interrupts %s%s%s",
		preempt_count(), arch_irqs_disabled() ? "off" : "on",
		known ? "; held: " : "", why);
}

void might_sleep_call(const char *file, int line)
{
	if (unlikely(in_atomic() || arch_irqs_disabled()))
		__might_sleep(file, line);
}
