/* SPDX-License-Identifier: MIT */
/*
 * modinit.h - how code of a module is marked: what runs at its start, what at
 * its end, what others may use.
 *
 * A module is either a driver, compiled by itself with MODULE defined, or not
 * a module at all. Nothing is thrown away after the start, so that the marks
 * for that have no meaning here.
 */
#ifndef OCTAVO_MODINIT_H
#define OCTAVO_MODINIT_H

#include <octavo/types.h>

struct module;

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#define __init
#define __exit
#define __initdata
#define __initconst
#define __exitdata
#define __exit_refok
#define __init_or_module
#define __initdata_or_module
#define __initconst_or_module
#define __init_refok
#define __ref
#define __refdata
#define __refconst
#define __meminit
#define __meminitdata
#define __memexit
#define __devinit
#define __devinitdata
#define __devinitconst
#define __devexit
#define __devexit_p(x)		(x)
#define __exit_p(x)		(x)
#define __noinitretpoline
#define __nosavedata
#define __latent_entropy

/* What a module offers to others: a table of it in each module. */
struct kernel_symbol {
	const void *addr;
	const char *name;
	const char *ns;			/* its namespace, "" for none */
	bool gpl;
};

#ifdef MODULE

extern struct module __this_module;
#define THIS_MODULE		(&__this_module)

/**
 * init_module() - what module_init() names
 *
 * Context: May sleep.
 * Return: 0, or -errno: the module does not start.
 */
int init_module(void);

/**
 * cleanup_module() - what module_exit() names
 *
 * Context: May sleep.
 */
void cleanup_module(void);

#define module_init(fn)							\
	static inline __maybe_unused initcall_t __inittest(void)	\
	{								\
		return fn;						\
	}								\
	int init_module(void) __attribute__((__alias__(#fn)))

#define module_exit(fn)							\
	static inline __maybe_unused exitcall_t __exittest(void)	\
	{								\
		return fn;						\
	}								\
	void cleanup_module(void) __attribute__((__alias__(#fn)))

#define export_symbol_as(sym, space, is_gpl)				\
	extern __typeof__(sym) sym					\
		__attribute__((__visibility__("default")));		\
	static const struct kernel_symbol __ksymtab_##sym		\
		__used __section("__ksymtab") __aligned(sizeof(void *)) = {\
		.addr = (const void *)&sym, .name = #sym, .ns = space,	\
		.gpl = is_gpl,						\
	}

#else

#define THIS_MODULE		((struct module *)0)
#define module_init(fn)		export_nothing(init_##fn)
#define module_exit(fn)		export_nothing(exit_##fn)
#define export_symbol_as(sym, space, is_gpl)	export_nothing(sym)
#define export_nothing(name)						\
	_Static_assert(1, "so that a semicolon may follow")

#endif

#define EXPORT_SYMBOL(sym)		export_symbol_as(sym, "", false)
#define EXPORT_SYMBOL_GPL(sym)		export_symbol_as(sym, "", true)
#define EXPORT_SYMBOL_NS(sym, ns)	export_symbol_as(sym, __stringify(ns), false)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	export_symbol_as(sym, __stringify(ns), true)
#define EXPORT_PER_CPU_SYMBOL(sym)	EXPORT_SYMBOL(sym)
#define EXPORT_PER_CPU_SYMBOL_GPL(sym)	EXPORT_SYMBOL_GPL(sym)

/* A module starts when it is loaded, whatever its place among others. */
#define early_initcall(fn)		module_init(fn)
#define core_initcall(fn)		module_init(fn)
#define core_initcall_sync(fn)		module_init(fn)
#define postcore_initcall(fn)		module_init(fn)
#define postcore_initcall_sync(fn)	module_init(fn)
#define arch_initcall(fn)		module_init(fn)
#define subsys_initcall(fn)		module_init(fn)
#define subsys_initcall_sync(fn)	module_init(fn)
#define fs_initcall(fn)			module_init(fn)
#define fs_initcall_sync(fn)		module_init(fn)
#define rootfs_initcall(fn)		module_init(fn)
#define device_initcall(fn)		module_init(fn)
#define device_initcall_sync(fn)	module_init(fn)
#define late_initcall(fn)		module_init(fn)
#define late_initcall_sync(fn)		module_init(fn)
#define console_initcall(fn)		module_init(fn)
#define __initcall(fn)			module_init(fn)
#define __exitcall(fn)			module_exit(fn)

/* Words of a kernel's command line: a module has none. */
#define __setup(str, fn)						\
	static const void *const UNIQUE_NAME(setup) __maybe_unused = (const void *)(fn)
#define early_param(str, fn)		__setup(str, fn)
#define __setup_param(str, id, fn, early)	__setup(str, fn)

#endif
