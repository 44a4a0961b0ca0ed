/* SPDX-License-Identifier: MIT */
/*
 * module.h - modules: drivers that are loaded into a running kernel.
 *
 *	FILE.c --compiler--> FILE.so or FILE.ko --loader--> struct module
 *
 * Every module has one struct module, THIS_MODULE, in an object of a few lines
 * that is linked to the driver's own (see this_module.h). The loader of the
 * machine brings it into memory and hands it to module_load().
 *
 *	UNFORMED --init--> COMING --> LIVE --module_unload()--> GOING --> gone
 *
 * Invariants:
 *  1. A module that is counted as used (try_module_get()) is not unloaded.
 *  2. Modules are unloaded before what they use of others.
 */
#ifndef OCTAVO_MODULE_H
#define OCTAVO_MODULE_H

#include <octavo/errno.h>
#include <octavo/extable.h>
#include <octavo/list.h>
#include <octavo/modinit.h>
#include <octavo/moduleparam.h>
#include <octavo/types.h>

#define MODULE_NAME_LEN		56

enum module_state {
	MODULE_STATE_LIVE,		/* as usual */
	MODULE_STATE_COMING,		/* its init runs */
	MODULE_STATE_GOING,		/* its exit runs */
	MODULE_STATE_UNFORMED,		/* not yet among the others */
};

struct kobject;
struct kunit_suite;

struct module {
	enum module_state state;
	struct list_head list;
	char name[MODULE_NAME_LEN];
	const char *version;		/* of MODULE_VERSION(), or NULL */

	int (*init)(void);		/* either may be NULL */
	void (*exit)(void);

	/* Sections: the parameters, what others may use, "tag=value" strings
	 * one behind the other. Ends are behind the last byte. */
	const struct kernel_param *params, *params_end;
	const struct kernel_symbol *symbols, *symbols_end;
	const char *info, *info_end;
	struct kunit_suite *const *suites, *const *suites_end;	/* its tests */

	struct exception_table ex_table;	/* its user accesses */

	int refcnt;			/* who keeps it from being unloaded */
	unsigned long nr_users;		/* modules that use its symbols */
	/* The image: the loader's; [core_base, core_base + core_size). */
	void *core_base;
	unsigned long core_size;
	void *text_base;		/* code, within it */
	unsigned long text_size;

	struct kobject *holders;	/* /sys/module/NAME, or NULL */
	void *priv;			/* the loader's */
};

/* ---- what a module says about itself --------------------------------------------- */

#define MODULE_INFO(tag, info)		__MODULE_INFO(tag, tag, info)
#define MODULE_LICENSE(text)		MODULE_INFO(license, text)
#define MODULE_AUTHOR(text)		MODULE_INFO(author, text)
#define MODULE_DESCRIPTION(text)	MODULE_INFO(description, text)
#define MODULE_VERSION(text)		MODULE_INFO(version, text)
#define MODULE_ALIAS(text)		MODULE_INFO(alias, text)
#define MODULE_SOFTDEP(text)		MODULE_INFO(softdep, text)
#define MODULE_WEAKDEP(text)		MODULE_INFO(weakdep, text)
#define MODULE_FIRMWARE(text)		MODULE_INFO(firmware, text)
#define MODULE_IMPORT_NS(ns)		MODULE_INFO(import_ns, __stringify(ns))
#define MODULE_SUPPORTED_DEVICE(text)	MODULE_INFO(supported, text)
#define MODULE_ALIAS_MISCDEV(minor)					\
	MODULE_ALIAS("char-major-10-" __stringify(minor))
#define MODULE_ALIAS_CHARDEV(major, minor)				\
	MODULE_ALIAS("char-major-" __stringify(major) "-" __stringify(minor))
#define MODULE_ALIAS_CHARDEV_MAJOR(major)				\
	MODULE_ALIAS("char-major-" __stringify(major) "-*")
/* For tools that look for a driver of a device: there are none here. */
#define MODULE_DEVICE_TABLE(type, table)				\
	static const void *const UNIQUE_NAME(device_table) __maybe_unused = (table)

/* ---- its users -------------------------------------------------------------------- */

/**
 * try_module_get() - keep a module from being unloaded
 * @mod: the module, or NULL for what is built in
 *
 * Context: Any context.
 * Return: false if it is on its way out: do not use it.
 * Pairs with: module_put().
 */
bool try_module_get(struct module *mod);

/**
 * __module_get() - the same, of a module that is used already
 * @mod: the module, or NULL
 *
 * Context: Any context.
 * Pairs with: module_put().
 */
void __module_get(struct module *mod);

/**
 * module_put() - undo try_module_get()
 * @mod: the module, or NULL
 *
 * Reports a call too many.
 *
 * Context: Any context.
 */
void module_put(struct module *mod);

/**
 * module_refcount() - how often a module is used
 * @mod: the module
 *
 * Context: Any context.
 * Return: the number of try_module_get() without module_put().
 */
int module_refcount(struct module *mod);

/**
 * module_is_live() - may a module be used?
 * @mod: the module
 *
 * Context: Any context.
 * Return: false if it is on its way out.
 */
static inline bool module_is_live(struct module *mod)
{
	return mod->state != MODULE_STATE_GOING;
}

/**
 * module_name() - a module's name
 * @mod: the module, or NULL
 *
 * Context: Any context.
 * Return: the name; "kernel" for what is built in.
 */
static inline const char *module_name(const struct module *mod)
{
	return mod ? mod->name : "kernel";
}

/**
 * module_address() - whose code or data is this?
 * @addr: any address
 *
 * Context: Any context.
 * Return: the module whose image @addr lies in, or NULL.
 */
struct module *module_address(unsigned long addr);

/**
 * module_text_address() - whose code is this?
 * @addr: any address
 *
 * Context: Any context.
 * Return: the module whose code @addr lies in, or NULL.
 */
struct module *module_text_address(unsigned long addr);

#define __module_address(addr)		module_address(addr)
#define __module_text_address(addr)	module_text_address(addr)
#define is_module_address(addr)		(module_address(addr) != NULL)
#define is_module_text_address(addr)	(module_text_address(addr) != NULL)

/**
 * find_module() - the module of a name
 * @name: NUL-terminated
 *
 * Context: May sleep.
 * Return: the module, or NULL.
 */
struct module *find_module(const char *name);

/**
 * module_next() - go through all modules
 * @prev: NULL to begin with
 *
 * Context: Any context; nobody loads or unloads meanwhile.
 * Return: the module that was loaded after @prev, or NULL.
 */
struct module *module_next(const struct module *prev);

/* ---- for loaders -------------------------------------------------------------------- */

/**
 * module_load() - start a module that lies in memory
 * @mod: its struct module, filled in by its own object and by the loader
 * @params: "name=value" or "name", NULL-terminated; NULL: none
 *
 * Sets the parameters and calls its init function.
 *
 * Context: May sleep.
 * Return: 0; -EEXIST: there is one of that name; -ENOENT: it has no such
 *	parameter; -EINVAL: not a value of that parameter; what its init
 *	function answers. Errors but the last are said on the log.
 * Pairs with: module_unload().
 */
int module_load(struct module *mod, const char *const *params);

/**
 * module_unload() - end a module
 * @mod: a module that is loaded
 *
 * Calls its exit function. Its memory is the loader's to free.
 *
 * Context: May sleep.
 * Return: 0; -EBUSY: it is in use, or has an init function but no exit one:
 *	said on the log.
 */
int module_unload(struct module *mod);

/**
 * module_show() - show a module and its parameters in /sys
 * @mod: not shown yet
 *
 * Context: May sleep.
 * Return: 0; -ENOMEM; -EEXIST; undone then.
 * Pairs with: module_hide().
 */
int module_show(struct module *mod);

/**
 * module_hide() - undo module_show()
 * @mod: shown, or not
 *
 * Context: May sleep.
 */
void module_hide(struct module *mod);

/**
 * module_info() - what a module says about itself
 * @mod: the module
 * @tag: "license" ...
 *
 * Context: Any context.
 * Return: the first value of that tag, or NULL.
 */
const char *module_info(const struct module *mod, const char *tag);

/**
 * request_module() - ask for a module to be loaded
 * @fmt: its name
 *
 * Unlike Linux: there is no program that would look for it.
 *
 * Context: May sleep.
 * Return: -ENOENT.
 */
__printf(1, 2)
static inline int request_module(const char *fmt, ...)
{
	return -ENOENT;
}

#define request_module_nowait		request_module
#define try_then_request_module(x, mod...)	(x)

/* NULL if nobody has it; who has it stays as long as who asked. */
#define symbol_get(x)							\
	({								\
		extern __typeof__(x) x __attribute__((			\
			__weak__, __visibility__("default")));		\
		&(x);							\
	})
#define symbol_put(x)			do { } while (0)
#define symbol_request(x)		symbol_get(x)

#endif
