/* SPDX-License-Identifier: MIT */
/*
 * char_dev.c - which numbers are whose: character devices of drivers, see
 * octavo/cdev.h.
 *
 * Numbers are reserved in regions; a region is filled by one or more struct
 * cdev, or by none yet. A region does not go beyond its major number: a longer
 * one is several.
 *
 * Locking: chrdevs_lock.
 */
#include <octavo/cdev.h>
#include <octavo/module.h>
#include <octavo/seq_file.h>
#include "internal.h"

#define NR_MAJORS	512u
#define FIRST_DYNAMIC	254u		/* counted down from here, */
#define LAST_DYNAMIC	234u		/* to here; */
#define FIRST_EXTENDED	511u		/* then from here, */
#define LAST_EXTENDED	384u		/* to here */

struct chrdev_region {
	struct list_head node;		/* by number */
	dev_t from;
	unsigned int count;
	struct cdev *cdev;		/* of __register_chrdev(), or NULL */
	char name[64];
};

static DEFINE_MUTEX(chrdevs_lock);
static LIST_HEAD(cdevs);
static LIST_HEAD(regions);

static bool overlap(dev_t a, unsigned int nr_a, dev_t b, unsigned int nr_b)
{
	return a < (u64)b + nr_b && b < (u64)a + nr_a;
}

/* ---- regions -------------------------------------------------------------- */

static bool is_valid(dev_t from, unsigned int count)
{
	return count && MINOR(from) + (u64)count <= MINORMASK + 1ull &&
	       MAJOR(from) < NR_MAJORS;
}

/* Where a region belongs: the first that is not before it; NULL: one of its
 * numbers is taken. */
static struct list_head *place_of(dev_t from, unsigned int count)
{
	struct chrdev_region *r;

	list_for_each_entry(r, &regions, node) {
		if (overlap(r->from, r->count, from, count))
			return NULL;
		if (r->from > from)
			return &r->node;
	}
	return &regions;
}

static bool major_in_use(unsigned int major)
{
	struct chrdev_region *r;

	list_for_each_entry(r, &regions, node)
		if (MAJOR(r->from) == major)
			return true;
	return false;
}

/* A major number that nobody has, or 0. */
static unsigned int free_major(void)
{
	for (unsigned int m = FIRST_DYNAMIC; m >= LAST_DYNAMIC; m--)
		if (!major_in_use(m))
			return m;
	for (unsigned int m = FIRST_EXTENDED; m >= LAST_EXTENDED; m--)
		if (!major_in_use(m))
			return m;
	return 0;
}

/* Reserve numbers of one major number; 0 for any. The region, or ERR_PTR. */
static struct chrdev_region *reserve(dev_t from, unsigned int count,
				     const char *name)
{
	struct chrdev_region *r;
	struct list_head *place;

	if (!is_valid(from, count))
		return ERR_PTR(-EINVAL);
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return ERR_PTR(-ENOMEM);
	strscpy(r->name, name, sizeof(r->name));
	mutex_lock(&chrdevs_lock);
	if (!MAJOR(from))
		from = MKDEV(free_major(), MINOR(from));
	place = MAJOR(from) ? place_of(from, count) : NULL;
	r->from = from;
	r->count = count;
	if (place)
		list_add_tail(&r->node, place);
	mutex_unlock(&chrdevs_lock);
	if (place)
		return r;
	kfree(r);
	return ERR_PTR(-EBUSY);
}

/* Take a region out of the list: the caller's to free. NULL: there is none. */
static struct chrdev_region *take_region(dev_t from, unsigned int count)
{
	struct chrdev_region *r, *found = NULL;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &regions, node) {
		if (r->from != from || r->count != count)
			continue;
		list_del(&r->node);
		found = r;
		break;
	}
	mutex_unlock(&chrdevs_lock);
	return found;
}

/* Numbers from @n to the end of them, or of their major number. */
static unsigned int piece(u64 n, u64 end)
{
	const u64 next = (n | MINORMASK) + 1;

	return (unsigned int)(min(next, end) - n);
}

int register_chrdev_region(dev_t from, unsigned int count, const char *name)
{
	const u64 end = (u64)from + count;
	struct chrdev_region *r = NULL;
	u64 n = from;

	if (!count || !MAJOR(from))
		return -EINVAL;
	for (; n < end; n += piece(n, end)) {
		r = reserve((dev_t)n, piece(n, end), name);
		if (IS_ERR(r))
			break;
	}
	if (!IS_ERR(r))
		return 0;
	for (u64 undo = from; undo < n; undo += piece(undo, end))
		kfree(take_region((dev_t)undo, piece(undo, end)));
	return PTR_ERR(r);
}

int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count,
			const char *name)
{
	struct chrdev_region *r;

	if (baseminor > MINORMASK)
		return -EINVAL;
	r = reserve(MKDEV(0, baseminor), count, name);
	if (IS_ERR(r))
		return PTR_ERR(r);
	*dev = r->from;
	return 0;
}

void unregister_chrdev_region(dev_t from, unsigned int count)
{
	const u64 end = (u64)from + count;

	for (u64 n = from; n < end; n += piece(n, end))
		kfree(take_region((dev_t)n, piece(n, end)));
}

void chrdevs_show(struct seq_file *m)
{
	struct chrdev_region *r;

	mutex_lock(&chrdevs_lock);
	list_for_each_entry(r, &regions, node)
		seq_printf(m, "%3u %s\n", MAJOR(r->from), r->name);
	mutex_unlock(&chrdevs_lock);
}

int __register_chrdev(unsigned int major, unsigned int baseminor,
		      unsigned int count, const char *name,
		      const struct file_operations *fops)
{
	struct chrdev_region *r = reserve(MKDEV(major, baseminor), count, name);
	struct cdev *cdev;
	int err;

	if (IS_ERR(r))
		return PTR_ERR(r);
	cdev = cdev_alloc();
	if (!cdev) {
		kfree(take_region(r->from, count));
		return -ENOMEM;
	}
	cdev->owner = fops->owner;
	cdev->ops = fops;
	err = cdev_add(cdev, r->from, count);
	if (err) {
		cdev_put(cdev);
		kfree(take_region(r->from, count));
		return err;
	}
	r->cdev = cdev;
	return major ? 0 : (int)MAJOR(r->from);
}

void __unregister_chrdev(unsigned int major, unsigned int baseminor,
			 unsigned int count, const char *name)
{
	struct chrdev_region *r = take_region(MKDEV(major, baseminor), count);

	if (r && r->cdev)
		cdev_del(r->cdev);
	kfree(r);
}

/* ---- devices ---------------------------------------------------------------- */

static void cdev_release(struct kobject *kobj)
{
	struct cdev *cdev = container_of(kobj, struct cdev, kobj);
	struct kobject *parent = kobj->parent;

	list_del_init(&cdev->list);
	kobject_put(parent);
}

static void cdev_release_alloced(struct kobject *kobj)
{
	cdev_release(kobj);
	kfree(container_of(kobj, struct cdev, kobj));
}

static const struct kobj_type embedded_type = { .release = cdev_release };
static const struct kobj_type alloced_type = {
	.release = cdev_release_alloced,
};

void cdev_init(struct cdev *cdev, const struct file_operations *fops)
{
	memset(cdev, 0, sizeof(*cdev));
	INIT_LIST_HEAD(&cdev->list);
	kobject_init(&cdev->kobj, &embedded_type);
	cdev->ops = fops;
}

struct cdev *cdev_alloc(void)
{
	struct cdev *cdev = kzalloc(sizeof(*cdev), GFP_KERNEL);

	if (!cdev)
		return NULL;
	INIT_LIST_HEAD(&cdev->list);
	kobject_init(&cdev->kobj, &alloced_type);
	return cdev;
}

void cdev_set_parent(struct cdev *cdev, struct kobject *kobj)
{
	cdev->kobj.parent = kobj;
}

static struct cdev *find(dev_t dev, unsigned int count)
{
	struct cdev *cdev;

	list_for_each_entry(cdev, &cdevs, list)
		if (overlap(cdev->dev, cdev->count, dev, count))
			return cdev;
	return NULL;
}

int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count)
{
	int err = 0;

	if (WARN(!cdev->ops, "cdev_add: no operations\n"))
		return -EINVAL;
	if (!count || (u64)dev + count > 1ull << 32)
		return -EINVAL;
	mutex_lock(&chrdevs_lock);
	if (find(dev, count)) {
		err = -EBUSY;
	} else {
		cdev->dev = dev;
		cdev->count = count;
		list_add_tail(&cdev->list, &cdevs);
		kobject_get(cdev->kobj.parent);
	}
	mutex_unlock(&chrdevs_lock);
	if (err)
		cdev->kobj.parent = NULL;	/* no reference to it */
	return err;
}

void cdev_del(struct cdev *cdev)
{
	mutex_lock(&chrdevs_lock);
	list_del_init(&cdev->list);
	mutex_unlock(&chrdevs_lock);
	kobject_put(&cdev->kobj);
}

void cdev_put(struct cdev *cdev)
{
	struct module *owner;

	if (!cdev)
		return;
	owner = cdev->owner;
	kobject_put(&cdev->kobj);
	module_put(owner);
}

/* A reference to the device of a number, and its module's; or NULL. */
static struct cdev *cdev_get(dev_t dev)
{
	struct cdev *cdev;

	mutex_lock(&chrdevs_lock);
	cdev = find(dev, 1);
	if (cdev && !try_module_get(cdev->owner)) {
		cdev = NULL;
	} else if (cdev && !kobject_get_unless_zero(&cdev->kobj)) {
		module_put(cdev->owner);
		cdev = NULL;
	}
	mutex_unlock(&chrdevs_lock);
	return cdev;
}

int cdev_take(struct inode *inode, struct file *file)
{
	struct cdev *cdev = cdev_get(inode->i_rdev);

	if (!cdev)
		return -ENXIO;
	if (!try_module_get(cdev->ops->owner)) {
		cdev_put(cdev);
		return -ENXIO;
	}
	inode->i_cdev = cdev;
	file->f_cdev = cdev;
	file->f_op = cdev->ops;
	return 0;
}
