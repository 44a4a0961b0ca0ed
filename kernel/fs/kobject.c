/* SPDX-License-Identifier: MIT */
/*
 * kobject.c - names, parents, counts and directories, see octavo/kobject.h.
 *
 * References: an object that is added holds its parent and its kset; a kset
 * gives the first of the two up when the last reference goes, not earlier.
 *
 *	kobject_del()	leaves /sys and the list of its kset
 *	last put	the same, if nobody did; ->release; the name; the parent
 */
#include "../internal.h"
#include <octavo/kobject.h>
#include "internal.h"

struct kobject *kernel_kobj, *mm_kobj, *fs_kobj, *firmware_kobj,
	*hypervisor_kobj, *power_kobj, *dev_kobj, *sysfs_dev_block_kobj,
	*sysfs_dev_char_kobj, *block_kobj, *virtual_kobj;
struct kset *devices_kset, *system_kset, *class_kset, *bus_kset, *module_kset;

static u64 uevent_seqnum;

/* ---- names --------------------------------------------------------------------- */

static char *format_name(const char *fmt, va_list args)
{
	va_list again;
	char *name;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	name = kmalloc((size_t)len + 1, GFP_KERNEL);
	if (!name)
		return NULL;
	vsnprintf(name, (size_t)len + 1, fmt, args);
	/* A slash would be a directory. */
	for (char *s = name; *s; s++)
		if (*s == '/')
			*s = '!';
	return name;
}

int kobject_set_name_vargs(struct kobject *kobj, const char *fmt,
			   __builtin_va_list args)
{
	char *name;

	if (!fmt)
		return kobj->name ? 0 : -EINVAL;
	name = format_name(fmt, args);
	if (!name)
		return -ENOMEM;
	kfree(kobj->name);
	kobj->name = name;
	return 0;
}

int kobject_set_name(struct kobject *kobj, const char *fmt, ...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = kobject_set_name_vargs(kobj, fmt, args);
	va_end(args);
	return err;
}

char *kobject_get_path(const struct kobject *kobj, gfp_t gfp)
{
	size_t len = 1;
	char *path;

	for (const struct kobject *k = kobj; k; k = k->parent) {
		if (!k->name)
			return NULL;
		len += strlen(k->name) + 1;
	}
	path = kzalloc(len, gfp);
	if (!path)
		return NULL;
	len--;
	for (const struct kobject *k = kobj; k; k = k->parent) {
		len -= strlen(k->name);
		memcpy(path + len, k->name, strlen(k->name));
		path[--len] = '/';
	}
	return path;
}

/* ---- references ------------------------------------------------------------------- */

struct kobject *kobject_get(struct kobject *kobj)
{
	if (!kobj)
		return NULL;
	WARN(!kobj->state_initialized,
	     "kobject '%s': kobject_get() of one that is not initialised\n",
	     kobj->name ? kobj->name : "?");
	kref_get(&kobj->kref);
	return kobj;
}

struct kobject *kobject_get_unless_zero(struct kobject *kobj)
{
	return kobj && kref_get_unless_zero(&kobj->kref) ? kobj : NULL;
}

static void leave_kset(struct kobject *kobj)
{
	if (!kobj->kset)
		return;
	spin_lock(&kobj->kset->list_lock);
	list_del_init(&kobj->entry);
	spin_unlock(&kobj->kset->list_lock);
	kset_put(kobj->kset);
}

/* Out of /sys; the reference to the parent is left to the caller. */
static void unlink_kobject(struct kobject *kobj)
{
	if (kobj->ktype)
		sysfs_remove_groups(kobj, (const struct attribute_group **)
				    kobj->ktype->default_groups);
	if (kobj->state_add_uevent_sent && !kobj->state_remove_uevent_sent)
		kobject_uevent(kobj, KOBJ_REMOVE);
	sysfs_remove_dir(kobj);
	kobj->state_in_sysfs = 0;
	leave_kset(kobj);
	kobj->parent = NULL;
}

void kobject_del(struct kobject *kobj)
{
	struct kobject *parent;

	if (!kobj || !kobj->state_in_sysfs)
		return;
	parent = kobj->parent;
	unlink_kobject(kobj);
	kobject_put(parent);
}

static void kobject_release(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);
	const struct kobj_type *type = kobj->ktype;
	struct kobject *parent = NULL;
	const char *name;

	if (kobj->state_in_sysfs) {
		parent = kobj->parent;
		unlink_kobject(kobj);
	}
	name = kobj->name;
	if (type && type->release)
		type->release(kobj);
	else
		pr_err("kobject: '%s' does not have a release() function, it is broken and must be fixed.\n",
		       name ? name : "?");
	kfree(name);
	kobject_put(parent);
}

void kobject_put(struct kobject *kobj)
{
	if (!kobj)
		return;
	if (WARN(!kobj->state_initialized,
		 "kobject '%s': kobject_put() of one that is not initialised\n",
		 kobj->name ? kobj->name : "?"))
		return;
	kref_put(&kobj->kref, kobject_release);
}

/* ---- making ------------------------------------------------------------------------- */

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	if (WARN(!ktype, "kobject_init: no type\n"))
		return;
	if (kobj->state_initialized)
		pr_err("kobject: '%s' is initialised twice\n",
		       kobj->name ? kobj->name : "?");
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->state_in_sysfs = 0;
	kobj->state_add_uevent_sent = 0;
	kobj->state_remove_uevent_sent = 0;
	kobj->state_initialized = 1;
	kobj->ktype = ktype;
}

static int create_dir(struct kobject *kobj)
{
	const struct kobj_type *type = kobj->ktype;
	int err = sysfs_create_dir(kobj);

	if (err)
		return err;
	if (type && type->default_attrs)
		err = sysfs_create_files(kobj, (const struct attribute *const *)
					 type->default_attrs);
	if (!err && type && type->default_groups)
		err = sysfs_create_groups(kobj,
			(const struct attribute_group **)type->default_groups);
	if (err)
		sysfs_remove_dir(kobj);
	return err;
}

static int add_internal(struct kobject *kobj)
{
	struct kobject *parent = kobject_get(kobj->parent);
	int err;

	if (kobj->kset) {
		kset_get(kobj->kset);
		if (!parent)
			parent = kobject_get(&kobj->kset->kobj);
		spin_lock(&kobj->kset->list_lock);
		list_add_tail(&kobj->entry, &kobj->kset->list);
		spin_unlock(&kobj->kset->list_lock);
	}
	kobj->parent = parent;
	err = create_dir(kobj);
	if (!err) {
		kobj->state_in_sysfs = 1;
		return 0;
	}
	leave_kset(kobj);
	kobject_put(parent);
	kobj->parent = NULL;
	if (err == -EEXIST)
		pr_err("kobject: '%s' cannot be added: there is one of that name\n",
		       kobj->name);
	return err;
}

static int add_vargs(struct kobject *kobj, struct kobject *parent,
		     const char *fmt, va_list args)
{
	int err = kobject_set_name_vargs(kobj, fmt, args);

	if (err)
		return err;
	if (WARN(!kobj->name || !*kobj->name, "kobject without a name\n"))
		return -EINVAL;
	kobj->parent = parent;
	return add_internal(kobj);
}

int kobject_add(struct kobject *kobj, struct kobject *parent,
		const char *fmt, ...)
{
	va_list args;
	int err;

	if (!kobj)
		return -EINVAL;
	if (!kobj->state_initialized) {
		pr_err("kobject: '%s' is added without being initialised\n",
		       kobj->name ? kobj->name : "?");
		return -EINVAL;
	}
	va_start(args, fmt);
	err = add_vargs(kobj, parent, fmt, args);
	va_end(args);
	return err;
}

int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype,
			 struct kobject *parent, const char *fmt, ...)
{
	va_list args;
	int err;

	kobject_init(kobj, ktype);
	va_start(args, fmt);
	err = add_vargs(kobj, parent, fmt, args);
	va_end(args);
	return err;
}

int kobject_rename(struct kobject *kobj, const char *new_name)
{
	char *name = kstrdup(new_name, GFP_KERNEL);
	int err = -EINVAL;

	if (!name)
		return -ENOMEM;
	if (kobj->state_in_sysfs)
		err = sysfs_rename_dir(kobj, new_name);
	if (!err)
		swap(name, *(char **)&kobj->name);
	kfree(name);
	return err;
}

int kobject_move(struct kobject *kobj, struct kobject *new_parent)
{
	struct kobject *old = kobj->parent;
	int err;

	if (!kobj->state_in_sysfs)
		return -EINVAL;
	new_parent = kobject_get(new_parent);
	if (!new_parent && kobj->kset)
		new_parent = kobject_get(&kobj->kset->kobj);
	err = sysfs_move_dir(kobj, new_parent);
	if (err) {
		kobject_put(new_parent);
		return err;
	}
	kobj->parent = new_parent;
	kobject_put(old);
	return kobject_uevent(kobj, KOBJ_MOVE);
}

/* ---- attributes of plain objects ------------------------------------------------------ */

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attr,
			      char *buf)
{
	struct kobj_attribute *k = container_of(attr, struct kobj_attribute,
						attr);

	return k->show ? k->show(kobj, k, buf) : -EIO;
}

static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attr,
			       const char *buf, size_t count)
{
	struct kobj_attribute *k = container_of(attr, struct kobj_attribute,
						attr);

	return k->store ? k->store(kobj, k, buf, count) : -EIO;
}

const struct sysfs_ops kobj_sysfs_ops = {
	.show = kobj_attr_show, .store = kobj_attr_store,
};

static void free_kobject(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type dynamic_type = {
	.release = free_kobject, .sysfs_ops = &kobj_sysfs_ops,
};

struct kobject *kobject_create_and_add(const char *name,
				       struct kobject *parent)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (!kobj)
		return NULL;
	kobject_init(kobj, &dynamic_type);
	if (kobject_add(kobj, parent, "%s", name)) {
		kobject_put(kobj);
		return NULL;
	}
	return kobj;
}

/* ---- sets --------------------------------------------------------------------------------- */

void kset_init(struct kset *kset)
{
	kref_init(&kset->kobj.kref);
	INIT_LIST_HEAD(&kset->kobj.entry);
	kset->kobj.state_initialized = 1;
	INIT_LIST_HEAD(&kset->list);
	spin_lock_init(&kset->list_lock);
}

int kset_register(struct kset *kset)
{
	int err;

	if (!kset)
		return -EINVAL;
	if (!kset->kobj.ktype || !kset->kobj.name) {
		pr_err("kset: a set needs a type and a name\n");
		return -EINVAL;
	}
	kset_init(kset);
	err = add_internal(&kset->kobj);
	if (err) {
		kfree(kset->kobj.name);
		kset->kobj.name = NULL;
		return err;
	}
	kobject_uevent(&kset->kobj, KOBJ_ADD);
	return 0;
}

void kset_unregister(struct kset *kset)
{
	if (!kset)
		return;
	kobject_del(&kset->kobj);
	kobject_put(&kset->kobj);
}

static void free_kset(struct kobject *kobj)
{
	kfree(container_of(kobj, struct kset, kobj));
}

static const struct kobj_type kset_type = {
	.release = free_kset, .sysfs_ops = &kobj_sysfs_ops,
};

struct kset *kset_create_and_add(const char *name,
				 const struct kset_uevent_ops *uevent_ops,
				 struct kobject *parent)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	kset->kobj.ktype = &kset_type;
	kset->kobj.parent = parent;
	kset->uevent_ops = uevent_ops;
	if (kobject_set_name(&kset->kobj, "%s", name) || kset_register(kset)) {
		kfree(kset);
		return NULL;
	}
	return kset;
}

struct kobject *kset_find_obj(struct kset *kset, const char *name)
{
	struct kobject *kobj, *found = NULL;

	spin_lock(&kset->list_lock);
	list_for_each_entry(kobj, &kset->list, entry) {
		if (!kobj->name || strcmp(kobj->name, name) != 0)
			continue;
		found = kobject_get_unless_zero(kobj);
		break;
	}
	spin_unlock(&kset->list_lock);
	return found;
}

/* ---- events -------------------------------------------------------------------------------- */

static const char *const actions[] = {
	"add", "remove", "change", "move", "online", "offline", "bind",
	"unbind",
};

int add_uevent_var(struct kobj_uevent_env *env, const char *fmt, ...)
{
	const size_t room = sizeof(env->buf) - (size_t)env->buflen;
	va_list args;
	int len;

	if (env->envp_idx >= UEVENT_NUM_ENVP - 1)
		return -ENOMEM;
	va_start(args, fmt);
	len = vsnprintf(env->buf + env->buflen, room, fmt, args);
	va_end(args);
	if ((size_t)len >= room)
		return -ENOMEM;
	env->envp[env->envp_idx++] = env->buf + env->buflen;
	env->buflen += len + 1;
	return 0;
}

/* The set whose word counts: the object's, or the next one above it. */
static struct kset *uevent_set(const struct kobject *kobj)
{
	while (kobj && !kobj->kset)
		kobj = kobj->parent;
	return kobj ? kobj->kset : NULL;
}

static int add_callers(struct kobj_uevent_env *env, char *const *envp)
{
	int err = 0;

	for (; envp && *envp && !err; envp++)
		err = add_uevent_var(env, "%s", *envp);
	return err;
}

static int fill_env(struct kobj_uevent_env *env, struct kobject *kobj,
		    const char *action, char *const *envp)
{
	const struct kset *kset = uevent_set(kobj);
	const struct kset_uevent_ops *ops = kset->uevent_ops;
	const char *subsystem = ops && ops->name ? ops->name(kobj) :
				kobject_name(&kset->kobj);
	char *path;
	int err;

	if (!subsystem)
		return 0;
	path = kobject_get_path(kobj, GFP_KERNEL);
	if (!path)
		return -ENOENT;
	err = add_uevent_var(env, "ACTION=%s", action);
	if (!err)
		err = add_uevent_var(env, "DEVPATH=%s", path);
	if (!err)
		err = add_uevent_var(env, "SUBSYSTEM=%s", subsystem);
	if (!err)
		err = add_callers(env, envp);
	if (!err && ops && ops->uevent)
		err = ops->uevent(kobj, env);
	kfree(path);
	return err;
}

int kobject_uevent_env(struct kobject *kobj, enum kobject_action action,
		       char *envp[])
{
	struct kset *kset = uevent_set(kobj);
	struct kobj_uevent_env *env;
	int err;

	if (action == KOBJ_REMOVE)
		kobj->state_remove_uevent_sent = 1;
	if (!kset)
		return -EINVAL;
	if (kobj->uevent_suppress || (kset->uevent_ops &&
	    kset->uevent_ops->filter && !kset->uevent_ops->filter(kobj)))
		return 0;
	env = kzalloc(sizeof(*env), GFP_KERNEL);
	if (!env)
		return -ENOMEM;
	err = fill_env(env, kobj, actions[action], envp);
	kfree(env);
	if (err)
		return err;
	if (action == KOBJ_ADD)
		kobj->state_add_uevent_sent = 1;
	__atomic_fetch_add(&uevent_seqnum, 1, __ATOMIC_RELAXED);
	return 0;
}

int kobject_uevent(struct kobject *kobj, enum kobject_action action)
{
	return kobject_uevent_env(kobj, action, NULL);
}

int kobject_synth_uevent(struct kobject *kobj, const char *buf, size_t count)
{
	size_t len = strcspn(buf, " \n");

	len = min(len, count);
	for (size_t i = 0; i < ARRAY_SIZE(actions); i++)
		if (strlen(actions[i]) == len &&
		    memcmp(buf, actions[i], len) == 0)
			return kobject_uevent(kobj, (enum kobject_action)i);
	return -EINVAL;
}

/* ---- the objects every machine has ---------------------------------------------- */

static ssize_t uevent_seqnum_show(struct kobject *kobj,
				  struct kobj_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", (unsigned long long)uevent_seqnum);
}

static const struct kobj_attribute seqnum_attr = __ATTR_RO(uevent_seqnum);

static const struct {
	struct kobject **kobj;
	const char *name;
	struct kobject **parent;
} machine_objects[] = {
	{ &kernel_kobj, "kernel", NULL },
	{ &mm_kobj, "mm", &kernel_kobj },
	{ &fs_kobj, "fs", NULL },
	{ &firmware_kobj, "firmware", NULL },
	{ &hypervisor_kobj, "hypervisor", NULL },
	{ &power_kobj, "power", NULL },
	{ &block_kobj, "block", NULL },
	{ &dev_kobj, "dev", NULL },
	{ &sysfs_dev_block_kobj, "block", &dev_kobj },
	{ &sysfs_dev_char_kobj, "char", &dev_kobj },
};

static const struct {
	struct kset **kset;
	const char *name;
	struct kset **parent;
} machine_sets[] = {
	{ &devices_kset, "devices", NULL },
	{ &system_kset, "system", &devices_kset },
	{ &class_kset, "class", NULL },
	{ &bus_kset, "bus", NULL },
	{ &module_kset, "module", NULL },
};

static int sets_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(machine_sets); i++) {
		struct kset **parent = machine_sets[i].parent;

		*machine_sets[i].kset =
			kset_create_and_add(machine_sets[i].name, NULL,
					    parent ? &(*parent)->kobj : NULL);
		if (!*machine_sets[i].kset)
			return -ENOMEM;
	}
	return 0;
}

int kobjects_init(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(machine_objects); i++) {
		struct kobject **parent = machine_objects[i].parent;

		*machine_objects[i].kobj =
			kobject_create_and_add(machine_objects[i].name,
					       parent ? *parent : NULL);
		if (!*machine_objects[i].kobj)
			return -ENOMEM;
	}
	if (sets_init())
		return -ENOMEM;
	virtual_kobj = kobject_create_and_add("virtual", &devices_kset->kobj);
	if (!virtual_kobj)
		return -ENOMEM;
	return sysfs_create_file(kernel_kobj, &seqnum_attr.attr);
}

void kobjects_exit(void)
{
	kobject_put(virtual_kobj);
	virtual_kobj = NULL;
	for (size_t i = ARRAY_SIZE(machine_sets); i-- > 0; ) {
		kset_unregister(*machine_sets[i].kset);
		*machine_sets[i].kset = NULL;
	}
	for (size_t i = ARRAY_SIZE(machine_objects); i-- > 0; ) {
		kobject_put(*machine_objects[i].kobj);
		*machine_objects[i].kobj = NULL;
	}
	uevent_seqnum = 0;
}
