/* SPDX-License-Identifier: MIT */
/*
 * bug.h - what to do when something that cannot be is.
 *
 *	panic(), BUG()	  the machine stops: going on would destroy data
 *	WARN()		  our own state is odd: said, counted, goes on
 *	octavo_report()	  a caller misused us (double free ...): said with an
 *			  exact text, counted, goes on
 *
 * Reports and warnings are one stream. A test that provokes n of them says so
 * beforehand with octavo_report_expect(n); they are then counted but not
 * shown, and the text of the last can be compared.
 */
#ifndef OCTAVO_BUG_H
#define OCTAVO_BUG_H

#include <octavo/types.h>

/**
 * panic() - say why and stop the machine
 * @fmt: one line, without a newline
 *
 * Context: Any context.
 */
__noreturn __cold __printf(1, 2)
void panic(const char *fmt, ...);

/**
 * might_sleep_set_hint() - who can say why the context is atomic
 * @hint: fills in a text about the running task; false: it knows nothing
 *
 * What it says is part of the report of might_sleep().
 *
 * Context: Any context.
 */
void might_sleep_set_hint(bool (*hint)(char *buf, size_t size));

/**
 * panic_set_hook() - let a test catch panics
 * @hook: called with the message before the machine stops; may leave by a
 *	jump. NULL: none
 *
 * Context: Any context.
 */
void panic_set_hook(void (*hook)(const char *msg));

/**
 * octavo_report() - report a misuse and go on
 * @fmt: one line, without a newline
 *
 * Context: Any context.
 */
__cold __printf(1, 2)
void octavo_report(const char *fmt, ...);

/* Calls that belong to a report: of the allocation, of the first free ... */
struct report_trace {
	const char *what;		/* "allocated", "freed"; NULL: it itself */
	const unsigned long *entries;	/* as stack_trace_save() fills them in */
	unsigned int nr;
};

/**
 * octavo_report_traces() - report a misuse with the calls that led to it
 * @traces: shown below the line, the outermost call last
 * @nr: how many
 * @fmt: one line, without a newline
 *
 * What is shown:
 *
 *	octavo: TEXT
 *	octavo:   WHAT at MODULE+0xOFFSET
 *	octavo:        at MODULE+0xOFFSET
 *
 * OFFSET is of the call, as `addr2line -e FILE 0xOFFSET` wants it, in the
 * module's file or in octavo's.
 *
 * Context: Any context.
 */
__cold __printf(3, 4)
void octavo_report_traces(const struct report_trace *traces, unsigned int nr,
			  const char *fmt, ...);

/**
 * octavo_report_backtraces() - show who makes a report
 * @on: reports by octavo_report() and WARN() show the calls that led to them
 *
 * Off at first; on while drivers are loaded.
 *
 * Context: Any context.
 * Return: what was set before.
 */
bool octavo_report_backtraces(bool on);

/**
 * octavo_report_sink() - have reports told to somebody else
 * @sink: called with each line of a report, the newline included, and whether
 *	the report was expected; NULL: the unexpected go to the console
 *
 * For a machine whose parent process looks names and lines up before it shows
 * them.
 *
 * Context: Any context.
 */
void octavo_report_sink(void (*sink)(const char *line, size_t len,
				     bool expected));

/**
 * octavo_report_count() - how many reports there were
 *
 * Expected ones count too.
 *
 * Context: Any context.
 * Return: the number since the program started.
 */
unsigned long octavo_report_count(void);

/**
 * octavo_report_unexpected() - how many reports nobody expected
 *
 * Context: Any context.
 * Return: the number since the program started; these were shown.
 */
unsigned long octavo_report_unexpected(void);

/**
 * octavo_report_expect() - do not show the next reports
 * @n: how many; replaces what was expected before
 *
 * Context: Any context.
 * Return: how many of those expected before did not come.
 */
unsigned long octavo_report_expect(unsigned long n);

/**
 * octavo_last_report() - the text of the last report
 *
 * Valid until the next report; empty before the first.
 *
 * Context: Any context.
 * Return: the line, cut to 255 bytes, without a newline.
 */
const char *octavo_last_report(void);

/**
 * bug_at() - what BUG() calls
 * @file: where
 * @line: where
 * @cond: what was found to be true, or NULL
 *
 * Context: Any context.
 */
__noreturn __cold
void bug_at(const char *file, int line, const char *cond);

/**
 * warn_at() - what WARN() calls
 * @file: where
 * @line: where
 * @fmt: one line; a newline at its end is dropped
 *
 * Context: Any context.
 */
__cold __printf(3, 4)
void warn_at(const char *file, int line, const char *fmt, ...);

#define BUG()		bug_at(__FILE__, __LINE__, NULL)
#define BUG_ON(cond)							\
	do {								\
		if (unlikely(cond))					\
			bug_at(__FILE__, __LINE__, #cond);		\
	} while (0)

#define WARN(cond, fmt, ...)						\
	({								\
		bool warn_cond = (cond);				\
		if (unlikely(warn_cond))				\
			warn_at(__FILE__, __LINE__, fmt, ##__VA_ARGS__);\
		unlikely(warn_cond);					\
	})
#define WARN_ON(cond)		WARN(cond, "%s", #cond)

#define WARN_ONCE(cond, fmt, ...)					\
	({								\
		static bool warn_done;					\
		bool warn_once = (cond);				\
		if (unlikely(warn_once) &&				\
		    !__atomic_exchange_n(&warn_done, true,		\
					 __ATOMIC_RELAXED))		\
			warn_at(__FILE__, __LINE__, fmt, ##__VA_ARGS__);\
		unlikely(warn_once);					\
	})
#define WARN_ON_ONCE(cond)	WARN_ONCE(cond, "%s", #cond)

#endif
