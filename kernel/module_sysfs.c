/* SPDX-License-Identifier: MIT */
/*
 * module_sysfs.c - what is to be seen of modules in /sys.
 *
 *	/sys/module/NAME/		   refcnt, initstate, coresize, version
 *			 parameters/PARAM  those with a permission
 *
 * Locking: kernel_param_lock() while a parameter is read or written.
 */
#include <octavo/errno.h>
#include <octavo/kobject.h>
#include <octavo/module.h>
#include <octavo/overflow.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include <octavo/sysfs.h>

/* An attribute that is about @mod, or about its parameter @kp. */
struct module_attr {
	struct attribute attr;
	ssize_t (*show)(struct module *mod, char *buf);
	struct module *mod;
	const struct kernel_param *kp;
};

#define NR_FACTS	4

struct module_dir {
	struct kobject kobj;
	struct kobject *params;		/* parameters/, or NULL */
	struct module *mod;
	struct module_attr attrs[];	/* facts, then parameters */
};

/* ---- the files ----------------------------------------------------------------- */

static const char *state_name(const struct module *mod)
{
	switch (mod->state) {
	case MODULE_STATE_LIVE:
		return "live";
	case MODULE_STATE_GOING:
		return "going";
	default:
		return "coming";
	}
}

static ssize_t show_refcnt(struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%d\n", module_refcount(mod));
}

static ssize_t show_initstate(struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%s\n", state_name(mod));
}

static ssize_t show_coresize(struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%lu\n", mod->core_size);
}

static ssize_t show_version(struct module *mod, char *buf)
{
	return sysfs_emit(buf, "%s\n", mod->version);
}

static ssize_t attr_show(struct kobject *kobj, struct attribute *attr,
			 char *buf)
{
	struct module_attr *a = container_of(attr, struct module_attr, attr);
	ssize_t ret;

	if (!a->kp)
		return a->show(a->mod, buf);
	if (!a->kp->ops->get)
		return -EPERM;
	kernel_param_lock(a->mod);
	ret = a->kp->ops->get(buf, a->kp);
	kernel_param_unlock(a->mod);
	return ret;
}

/* Without the newline that echo puts there. */
static ssize_t attr_store(struct kobject *kobj, struct attribute *attr,
			  const char *buf, size_t size)
{
	struct module_attr *a = container_of(attr, struct module_attr, attr);
	char *text;
	int err;

	if (!a->kp)
		return -EPERM;
	text = kmalloc(size + 1, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	memcpy(text, buf, size);
	text[size - (size && buf[size - 1] == '\n')] = '\0';
	kernel_param_lock(a->mod);
	err = param_set_text(a->kp, text);
	kernel_param_unlock(a->mod);
	kfree(text);
	return err ? err : (ssize_t)size;
}

static const struct sysfs_ops attr_ops = {
	.show = attr_show,
	.store = attr_store,
};

static void release_dir(struct kobject *kobj)
{
	kfree(container_of(kobj, struct module_dir, kobj));
}

static const struct kobj_type dir_type = {
	.release = release_dir,
	.sysfs_ops = &attr_ops,
};

static void release_params(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type params_type = {
	.release = release_params,
	.sysfs_ops = &attr_ops,
};

/* ---- making them --------------------------------------------------------------- */

static int add_fact(struct module_dir *dir, unsigned int i, const char *name,
		    ssize_t (*show)(struct module *mod, char *buf))
{
	dir->attrs[i] = (struct module_attr){
		.attr = { .name = name, .mode = 0444 }, .show = show,
		.mod = dir->mod,
	};
	return sysfs_create_file(&dir->kobj, &dir->attrs[i].attr);
}

static int add_facts(struct module_dir *dir)
{
	int err = add_fact(dir, 0, "refcnt", show_refcnt);

	if (!err)
		err = add_fact(dir, 1, "initstate", show_initstate);
	if (!err)
		err = add_fact(dir, 2, "coresize", show_coresize);
	if (!err && dir->mod->version)
		err = add_fact(dir, 3, "version", show_version);
	return err;
}

/* The directory comes with the first that is to be seen. */
static int add_param(struct module_dir *dir, const struct kernel_param *kp,
		     struct module_attr *a)
{
	int err;

	if (!dir->params) {
		dir->params = kzalloc(sizeof(*dir->params), GFP_KERNEL);
		if (!dir->params)
			return -ENOMEM;
		err = kobject_init_and_add(dir->params, &params_type,
					   &dir->kobj, "parameters");
		if (err)
			return err;
	}
	*a = (struct module_attr){
		.attr = { .name = kp->name, .mode = kp->perm },
		.mod = dir->mod, .kp = kp,
	};
	return sysfs_create_file(dir->params, &a->attr);
}

static int fill_dir(struct module_dir *dir)
{
	struct module_attr *a = dir->attrs + NR_FACTS;
	int err = add_facts(dir);

	for (const struct kernel_param *kp = dir->mod->params;
	     kp < dir->mod->params_end && !err; kp++)
		if (kp->perm)
			err = add_param(dir, kp, a++);
	return err;
}

int module_show(struct module *mod)
{
	const size_t nr = NR_FACTS + (size_t)(mod->params_end - mod->params);
	struct module_dir *dir;
	int err;

	if (!module_kset)
		return 0;
	dir = kzalloc(struct_size(dir, attrs, nr), GFP_KERNEL);
	if (!dir)
		return -ENOMEM;
	dir->mod = mod;
	dir->kobj.kset = module_kset;
	mod->holders = &dir->kobj;
	err = kobject_init_and_add(&dir->kobj, &dir_type, NULL, "%s",
				   mod->name);
	if (!err)
		err = fill_dir(dir);
	if (err)
		module_hide(mod);
	return err;
}

void module_hide(struct module *mod)
{
	struct module_dir *dir;

	if (!mod->holders)
		return;
	dir = container_of(mod->holders, struct module_dir, kobj);
	mod->holders = NULL;
	if (dir->params) {
		kobject_del(dir->params);
		kobject_put(dir->params);
	}
	kobject_del(&dir->kobj);
	kobject_put(&dir->kobj);
}
