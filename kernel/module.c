/* SPDX-License-Identifier: MIT */
/*
 * module.c - modules: their life, their parameters, whose code an address is.
 *
 * How a module comes into memory is the machine's: dlopen() on the hosted one,
 * a loader of relocatable files on the others.
 *
 * Locking: module_mutex while one is loaded or unloaded. The list itself is
 * changed with interrupts off: addresses are looked up in any context.
 */
#include <octavo/cpu.h>
#include <octavo/lockcheck.h>
#include <octavo/module.h>
#include <octavo/workqueue.h>
#include <octavo/bug.h>
#include <octavo/checks.h>
#include <octavo/mutex.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>

static DEFINE_MUTEX(module_mutex);
static LIST_HEAD(modules);

/* ---- finding ---------------------------------------------------------------------- */

struct module *find_module(const char *name)
{
	struct module *mod;

	list_for_each_entry(mod, &modules, list)
		if (strcmp(mod->name, name) == 0)
			return mod;
	return NULL;
}

struct module *module_next(const struct module *prev)
{
	const struct list_head *next = prev ? prev->list.next : modules.next;

	return next == &modules ? NULL :
	       container_of(next, struct module, list);
}

struct module *module_address(unsigned long addr)
{
	struct module *mod;

	list_for_each_entry(mod, &modules, list)
		if (addr - (unsigned long)mod->core_base < mod->core_size)
			return mod;
	return NULL;
}

struct module *module_text_address(unsigned long addr)
{
	struct module *mod = module_address(addr);

	return mod && addr - (unsigned long)mod->text_base < mod->text_size ?
	       mod : NULL;
}

const char *module_info(const struct module *mod, const char *tag)
{
	const size_t len = strlen(tag);

	for (const char *s = mod->info; s < mod->info_end; s += strlen(s) + 1)
		if (strncmp(s, tag, len) == 0 && s[len] == '=')
			return s + len + 1;
	return NULL;
}

/* ---- users ------------------------------------------------------------------------ */

bool try_module_get(struct module *mod)
{
	if (!mod)
		return true;
	if (!module_is_live(mod))
		return false;
	__module_get(mod);
	return true;
}

void __module_get(struct module *mod)
{
	if (mod)
		__atomic_fetch_add(&mod->refcnt, 1, __ATOMIC_RELAXED);
}

void module_put(struct module *mod)
{
	if (mod && __atomic_fetch_sub(&mod->refcnt, 1, __ATOMIC_RELEASE) <= 0) {
		__module_get(mod);
		octavo_report("module_put: '%s' is not in use", mod->name);
	}
}

int module_refcount(struct module *mod)
{
	return __atomic_load_n(&mod->refcnt, __ATOMIC_RELAXED);
}

/* ---- parameters ------------------------------------------------------------------- */

static const struct kernel_param *find_param(const struct module *mod,
					     const char *name, size_t len)
{
	for (const struct kernel_param *kp = mod->params;
	     kp < mod->params_end; kp++)
		if (param_name_is(kp, name, len))
			return kp;
	return NULL;
}

static int set_param(struct module *mod, const char *text)
{
	const size_t len = strcspn(text, "=");
	const char *val = text[len] ? text + len + 1 : NULL;
	const struct kernel_param *kp = find_param(mod, text, len);
	int err;

	if (!kp) {
		pr_err("%s: there is no parameter '%.*s'\n", mod->name,
		       (int)len, text);
		return -ENOENT;
	}
	kernel_param_lock(mod);
	err = param_set_text(kp, val);
	kernel_param_unlock(mod);
	if (err && val)
		pr_err("%s: '%s' is not a value for the parameter '%s'\n",
		       mod->name, val, kp->name);
	else if (err)
		pr_err("%s: the parameter '%s' needs a value\n", mod->name,
		       kp->name);
	return err ? -EINVAL : 0;
}

static int set_params(struct module *mod, const char *const *params)
{
	int err = 0;

	for (; params && *params && !err; params++)
		err = set_param(mod, *params);
	return err;
}

static void free_params(struct module *mod)
{
	for (const struct kernel_param *kp = mod->params;
	     kp < mod->params_end; kp++)
		if (kp->ops->free)
			kp->ops->free(kp->arg);
}

/* ---- life ------------------------------------------------------------------------- */

static void add_module(struct module *mod)
{
	unsigned long flags = arch_irq_save();

	mod->state = MODULE_STATE_COMING;
	list_add_tail(&mod->list, &modules);
	exception_table_add(&mod->ex_table);
	arch_irq_restore(flags);
}

static void remove_module(struct module *mod)
{
	unsigned long flags;

	module_hide(mod);
	flags = arch_irq_save();

	list_del(&mod->list);
	exception_table_remove(&mod->ex_table);
	mod->state = MODULE_STATE_UNFORMED;
	arch_irq_restore(flags);
	free_params(mod);
	lockcheck_reset();
}

static int start_module(struct module *mod)
{
	int ret = mod->init ? mod->init() : 0;

	lockcheck_leave("the module's init");
	if (ret > 0) {
		pr_warn("%s: its init function answered %d: a module's answers 0 or -Exxx\n",
			mod->name, ret);
		ret = 0;
	}
	if (!ret)
		mod->state = MODULE_STATE_LIVE;
	return ret;
}

int module_load(struct module *mod, const char *const *params)
{
	int err;

	mutex_lock(&module_mutex);
	if (find_module(mod->name)) {
		pr_err("%s: a module of this name is loaded already\n",
		       mod->name);
		mutex_unlock(&module_mutex);
		return -EEXIST;
	}
	/* Whose memory is no driver's. */
	workqueue_start();
	add_module(mod);
	mod->version = module_info(mod, "version");
	err = set_params(mod, params);
	if (!err)
		err = module_show(mod);
	if (!err)
		err = start_module(mod);
	if (err) {
		checks_module_gone(mod);
		remove_module(mod);
	}
	mutex_unlock(&module_mutex);
	return err;
}

/* May it go? Says why not. */
static bool may_go(const struct module *mod)
{
	const int users = __atomic_load_n(&mod->refcnt, __ATOMIC_ACQUIRE);

	if (users || mod->nr_users)
		pr_err("%s: in use by %d and %lu modules, cannot be unloaded\n",
		       mod->name, users, mod->nr_users);
	else if (mod->init && !mod->exit)
		pr_err("%s: has no exit function, cannot be unloaded\n",
		       mod->name);
	else
		return true;
	return false;
}

int module_unload(struct module *mod)
{
	mutex_lock(&module_mutex);
	if (!may_go(mod)) {
		mutex_unlock(&module_mutex);
		return -EBUSY;
	}
	mod->state = MODULE_STATE_GOING;
	if (mod->exit)
		mod->exit();
	lockcheck_leave("the module's exit");
	checks_module_gone(mod);
	remove_module(mod);
	mutex_unlock(&module_mutex);
	return 0;
}
