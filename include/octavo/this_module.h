/* SPDX-License-Identifier: MIT */
/*
 * this_module.h - the object that every module has besides its own: its struct
 * module. Compiled once for each, with KBUILD_MODNAME defined.
 */
#ifndef OCTAVO_THIS_MODULE_H
#define OCTAVO_THIS_MODULE_H

#include <octavo/module.h>

#define section_bounds(type, section)					\
	extern type const __start_##section[] __weak			\
		__attribute__((__visibility__("hidden")));		\
	extern type const __stop_##section[] __weak			\
		__attribute__((__visibility__("hidden")))

section_bounds(struct kernel_param, __param);
section_bounds(struct kernel_symbol, __ksymtab);
section_bounds(char, __modinfo);
section_bounds(struct kunit_suite *, kunit_suites);
section_bounds(struct exception_table_entry, ex_table);

/* Hidden: the host's C library has functions of these names. */

/**
 * init_module() - what module_init() named
 *
 * Context: May sleep.
 * Return: 0 or -errno.
 */
extern int init_module(void) __weak
	__attribute__((__visibility__("hidden")));

/**
 * cleanup_module() - what module_exit() named
 *
 * Context: May sleep.
 */
extern void cleanup_module(void) __weak
	__attribute__((__visibility__("hidden")));

struct module __this_module __attribute__((__visibility__("default"))) = {
	.state = MODULE_STATE_UNFORMED,
	.name = KBUILD_MODNAME,
	.init = init_module,
	.exit = cleanup_module,
	.params = __start___param,
	.params_end = __stop___param,
	.symbols = __start___ksymtab,
	.symbols_end = __stop___ksymtab,
	.info = __start___modinfo,
	.info_end = __stop___modinfo,
	.ex_table = { __start_ex_table, __stop_ex_table, NULL },
	.suites = __start_kunit_suites,
	.suites_end = __stop_kunit_suites,
};

#endif
