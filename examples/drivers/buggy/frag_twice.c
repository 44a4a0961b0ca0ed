// SPDX-License-Identifier: MIT
/*
 * frag_twice.c - a driver with a bug: a page that belongs to an skb is freed
 * beside the skb when a copy fails.
 *
 * /dev/frag_twice queues what is written to it as packets, each one page
 * fragment, and hands them out again packet by packet.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/skbuff.h>
#include <linux/uaccess.h>

static struct sk_buff_head packets;

static ssize_t frag_twice_write(struct file *file, const char __user *buf,
				size_t len, loff_t *pos)
{
	struct sk_buff *skb;
	struct page *page;

	if (len > PAGE_SIZE)
		return -EMSGSIZE;
	skb = alloc_skb(0, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	page = alloc_page(GFP_KERNEL);
	if (!page) {
		kfree_skb(skb);
		return -ENOMEM;
	}
	skb_add_rx_frag(skb, 0, page, 0, len, PAGE_SIZE);
	if (copy_from_user(page_address(page), buf, len)) {
		kfree_skb(skb);
		__free_page(page);	/* BUG: it went with the skb */
		return -EFAULT;
	}
	skb_queue_tail(&packets, skb);
	return len;
}

static ssize_t frag_twice_read(struct file *file, char __user *buf, size_t len,
			       loff_t *pos)
{
	struct sk_buff *skb = skb_dequeue(&packets);
	ssize_t ret;

	if (!skb)
		return -EAGAIN;
	len = min_t(size_t, len, skb->len);
	ret = len;
	if (copy_to_user(buf, skb_frag_address(skb_shinfo(skb)->frags), len))
		ret = -EFAULT;
	consume_skb(skb);
	return ret;
}

static const struct file_operations frag_twice_fops = {
	.owner	= THIS_MODULE,
	.read	= frag_twice_read,
	.write	= frag_twice_write,
};

static struct miscdevice frag_twice_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "frag_twice",
	.fops	= &frag_twice_fops,
};

static int __init frag_twice_init(void)
{
	skb_queue_head_init(&packets);
	return misc_register(&frag_twice_misc);
}

static void __exit frag_twice_exit(void)
{
	misc_deregister(&frag_twice_misc);
	skb_queue_purge(&packets);
}

module_init(frag_twice_init);
module_exit(frag_twice_exit);

MODULE_LICENSE("Dual MIT/GPL");
