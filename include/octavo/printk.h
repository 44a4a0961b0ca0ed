/* SPDX-License-Identifier: MIT */
/*
 * printk.h - text into buffers and onto the console.
 *
 * The formats are C's: flags "-+ #0", width and precision (also *), hh h l ll
 * z t j, and d i u x X o c s p %. %p shows the value in hex, padded to the
 * machine's width; there is no floating point. Letters behind %p show what it
 * points to, see lib/vsprintf_pointer.c.
 */
#ifndef OCTAVO_PRINTK_H
#define OCTAVO_PRINTK_H

#include <stdarg.h>
#include <octavo/types.h>

#define vsnprintf	octavo_vsnprintf
#define snprintf	octavo_snprintf
#define sprintf		octavo_sprintf
#define vsprintf	octavo_vsprintf

/**
 * vsnprintf() - format text into a buffer
 * @buf: where to; may be NULL if @size is 0
 * @size: bytes at @buf; at most that many are written, the NUL included
 * @fmt: as printf
 * @args: what @fmt asks for
 *
 * Context: Any context.
 * Return: the length the whole text has, without NUL.
 */
__printf(3, 0)
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);

/**
 * snprintf() - format text into a buffer
 *
 * Context: Any context.
 * Return: the length the whole text has, without NUL.
 */
__printf(3, 4)
int snprintf(char *buf, size_t size, const char *fmt, ...);

/**
 * vscnprintf() - as vsnprintf(), but answers what was written
 *
 * Context: Any context.
 * Return: bytes now in @buf, without NUL; 0 if @size is 0.
 */
__printf(3, 0)
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args);

/**
 * scnprintf() - as snprintf(), but answers what was written
 *
 * Context: Any context.
 * Return: bytes now in @buf, without NUL; 0 if @size is 0.
 */
__printf(3, 4)
int scnprintf(char *buf, size_t size, const char *fmt, ...);

/**
 * vsprintf() - format into memory known to be large enough
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: the length written, without NUL.
 */
__printf(2, 0)
int vsprintf(char *buf, const char *fmt, va_list args);

/**
 * sprintf() - format into memory known to be large enough
 *
 * For foreign code.
 *
 * Context: Any context.
 * Return: the length written, without NUL.
 */
__printf(2, 3)
int sprintf(char *buf, const char *fmt, ...);

/* What %pV points to: a format with its arguments. */
struct va_format {
	const char *fmt;
	va_list *va;
};

/* A message starts with its level; without one it is KERN_DEFAULT. */
#define KERN_SOH	"\001"
#define KERN_EMERG	KERN_SOH "0"
#define KERN_ALERT	KERN_SOH "1"
#define KERN_CRIT	KERN_SOH "2"
#define KERN_ERR	KERN_SOH "3"
#define KERN_WARNING	KERN_SOH "4"
#define KERN_NOTICE	KERN_SOH "5"
#define KERN_INFO	KERN_SOH "6"
#define KERN_DEBUG	KERN_SOH "7"
#define KERN_CONT	KERN_SOH "c"
#define KERN_DEFAULT	""

#define LOGLEVEL_WARNING	4
#define LOGLEVEL_DEBUG		7

/* Messages with a level below this number are shown; 7 to begin with. */
extern int console_loglevel;

/**
 * vprintk() - put a message on the console
 *
 * Context: Any context.
 * Return: the length of the text without its level, shown or not.
 */
__printf(1, 0)
int vprintk(const char *fmt, va_list args);

/**
 * printk() - put a message on the console
 * @fmt: a KERN_ level, then a format; a line longer than 1 KiB is cut
 *
 * One call reaches the console by one arch_log(), so that messages of several
 * CPUs do not mix within a line.
 *
 * Context: Any context.
 * Return: the length of the text without its level, shown or not.
 */
__printf(1, 2)
int printk(const char *fmt, ...);

#ifndef pr_fmt
#define pr_fmt(fmt)	fmt
#endif

#define pr_emerg(fmt, ...)	printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)	printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)	printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...)	printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)	printk(KERN_CONT fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)

#ifdef DEBUG
#define pr_devel(fmt, ...)	pr_debug(fmt, ##__VA_ARGS__)
#else
#define pr_devel(fmt, ...)	no_printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif

/* Checked by the compiler like printk(), and never shown. */
#define no_printk(fmt, ...)						\
	({								\
		if (0)							\
			printk(fmt, ##__VA_ARGS__);			\
		0;							\
	})

#define pr_level_once(call, fmt, ...)					\
	do {								\
		static bool pr_done;					\
		if (!__atomic_exchange_n(&pr_done, true,		\
					 __ATOMIC_RELAXED))		\
			call(fmt, ##__VA_ARGS__);			\
	} while (0)
#define printk_once(fmt, ...)	pr_level_once(printk, fmt, ##__VA_ARGS__)
#define pr_emerg_once(fmt, ...)	pr_level_once(pr_emerg, fmt, ##__VA_ARGS__)
#define pr_alert_once(fmt, ...)	pr_level_once(pr_alert, fmt, ##__VA_ARGS__)
#define pr_crit_once(fmt, ...)	pr_level_once(pr_crit, fmt, ##__VA_ARGS__)
#define pr_err_once(fmt, ...)	pr_level_once(pr_err, fmt, ##__VA_ARGS__)
#define pr_warn_once(fmt, ...)	pr_level_once(pr_warn, fmt, ##__VA_ARGS__)
#define pr_notice_once(fmt, ...)	pr_level_once(pr_notice, fmt, ##__VA_ARGS__)
#define pr_info_once(fmt, ...)	pr_level_once(pr_info, fmt, ##__VA_ARGS__)
#define pr_debug_once(fmt, ...)	pr_level_once(pr_debug, fmt, ##__VA_ARGS__)

#endif
