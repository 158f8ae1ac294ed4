package deploy

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// executors are the nodes that compute for others, which an example can do
// without.
const executors = "kubernetes/executors/executors.yaml"

// cluster is what the manifests make.
type cluster struct {
	configs   map[string]*core.ConfigMap
	workloads []*workload
	services  map[string]*core.Service
	ingresses []*networking.Ingress
	budgets   []*policy.PodDisruptionBudget
	scalers   []*autoscaling.HorizontalPodAutoscaler
	kinds     int
}

// workload is a Deployment or a StatefulSet.
type workload struct {
	Kind, Name string
	Selector   *meta.LabelSelector
	Template   core.PodTemplateSpec
}

// loadCluster reads the manifests into the types of the API: unknown fields,
// fields that are there twice and wrong types are errors.
func loadCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{configs: map[string]*core.ConfigMap{}, services: map[string]*core.Service{}}
	files, err := filepath.Glob("kubernetes/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, executors)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		documents := kubeyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
		for {
			document, err := documents.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				err = c.add(document)
			}
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
		}
	}
	return c
}

func (c *cluster) add(document []byte) error {
	var kind meta.TypeMeta
	if err := yaml.Unmarshal(document, &kind); err != nil {
		return err
	}
	c.kinds++
	switch kind.APIVersion + " " + kind.Kind {
	case "v1 ConfigMap":
		o := new(core.ConfigMap)
		err := decode(document, o)
		c.configs[o.Name] = o
		return err
	case "v1 Service":
		o := new(core.Service)
		err := decode(document, o)
		c.services[o.Name] = o
		return err
	case "apps/v1 Deployment":
		o := new(apps.Deployment)
		err := decode(document, o)
		c.workloads = append(c.workloads, &workload{o.Kind, o.Name, o.Spec.Selector, o.Spec.Template})
		return err
	case "apps/v1 StatefulSet":
		o := new(apps.StatefulSet)
		err := decode(document, o)
		c.workloads = append(c.workloads, &workload{o.Kind, o.Name, o.Spec.Selector, o.Spec.Template})
		return err
	case "networking.k8s.io/v1 Ingress":
		c.ingresses = append(c.ingresses, new(networking.Ingress))
		return decode(document, c.ingresses[len(c.ingresses)-1])
	case "policy/v1 PodDisruptionBudget":
		c.budgets = append(c.budgets, new(policy.PodDisruptionBudget))
		return decode(document, c.budgets[len(c.budgets)-1])
	case "autoscaling/v2 HorizontalPodAutoscaler":
		c.scalers = append(c.scalers, new(autoscaling.HorizontalPodAutoscaler))
		return decode(document, c.scalers[len(c.scalers)-1])
	default:
		return fmt.Errorf("this test does not know the kind %q of %q", kind.Kind, kind.APIVersion)
	}
}

// decode is as strict as the API server: names of fields have a case.
func decode(document []byte, into any) error {
	converted, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return err
	}
	strict, err := json.UnmarshalStrict(converted, into)
	return errors.Join(append(strict, err)...)
}

// config is the Caddyfile that a deployment mounts.
func (c *cluster) config(t *testing.T, d *workload) string {
	t.Helper()
	for _, v := range d.Template.Spec.Volumes {
		if v.ConfigMap == nil {
			continue
		}
		config, ok := c.configs[v.ConfigMap.Name]
		if !ok {
			t.Fatalf("%s mounts %s, which is not there", d.Name, v.ConfigMap.Name)
		}
		return config.Data["Caddyfile"]
	}
	t.Fatalf("%s mounts no Caddyfile", d.Name)
	return ""
}

// podEnvironment returns the variables of a deployment's pods as NAME=value.
func podEnvironment(d *workload) []string {
	var env []string
	for _, v := range d.Template.Spec.Containers[0].Env {
		value := v.Value
		if v.ValueFrom != nil {
			value = "from-the-cluster"
		}
		env = append(env, v.Name+"="+value)
	}
	return env
}

func TestKubernetes_AllKindsAreThere(t *testing.T) {
	t.Parallel()
	c := loadCluster(t)
	if len(c.configs) == 0 || len(c.workloads) < 2 || len(c.services) < 2 || len(c.ingresses) == 0 || len(c.budgets) == 0 || len(c.scalers) == 0 {
		t.Errorf("%d objects: %+v", c.kinds, c)
	}
}

func TestKubernetes_UnknownFieldsAreRefused(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"a field that is not there": "apiVersion: v1\nkind: Service\nspec:\n  selectors: {a: b}\n",
		"a field in another case":   "apiVersion: v1\nkind: Service\nspec:\n  clusterIp: None\n",
		"a field that is twice":     "apiVersion: v1\nkind: Service\nspec:\n  type: ClusterIP\n  type: NodePort\n",
		"a wrong type":              "apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: three\n",
		"another kind":              "apiVersion: v1\nkind: Pod\n",
	} {
		c := &cluster{configs: map[string]*core.ConfigMap{}, services: map[string]*core.Service{}}
		if err := c.add([]byte(document)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestKubernetes_PodsAreTight(t *testing.T) {
	t.Parallel()
	for _, d := range loadCluster(t).workloads {
		pod := d.Template.Spec
		if pod.SecurityContext == nil || pod.SecurityContext.RunAsNonRoot == nil || !*pod.SecurityContext.RunAsNonRoot {
			t.Errorf("%s may run as root", d.Name)
		}
		if p := pod.SecurityContext.SeccompProfile; p == nil || p.Type != core.SeccompProfileTypeRuntimeDefault {
			t.Errorf("%s has the seccomp profile %v", d.Name, p)
		}
		if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
			t.Errorf("%s has a token of the cluster", d.Name)
		}
		if pod.HostNetwork || pod.HostPID || pod.HostIPC {
			t.Errorf("%s shares namespaces of the host", d.Name)
		}
		for _, c := range pod.Containers {
			s := c.SecurityContext
			switch {
			case s == nil:
				t.Errorf("%s has no security context", d.Name)
			case s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation:
				t.Errorf("%s may gain privileges", d.Name)
			case s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem:
				t.Errorf("%s may write its root", d.Name)
			case s.Capabilities == nil || !slices.Equal(s.Capabilities.Drop, []core.Capability{"ALL"}) || len(s.Capabilities.Add) > 0:
				t.Errorf("%s has the capabilities %v", d.Name, s.Capabilities)
			}
			if _, ok := c.Resources.Limits[core.ResourceMemory]; !ok {
				t.Errorf("%s has no limit of memory", d.Name)
			}
			for _, v := range c.Env {
				if strings.Contains(v.Name, "DATABASE") || strings.Contains(v.Name, "PASSWORD") {
					t.Errorf("%s has a secret in its environment: %s", d.Name, v.Name)
				}
			}
		}
	}
}

// A node that cannot reach its database answers 503 to everything of PiCloud's,
// and would be started anew again and again if that were what it lives by.
func TestKubernetes_NodesLiveWithoutTheirDatabase(t *testing.T) {
	t.Parallel()
	cluster := loadCluster(t)
	for _, d := range cluster.workloads {
		c := d.Template.Spec.Containers[0]
		probes := map[string]*core.Probe{"/alive": c.LivenessProbe, "/healthz": c.ReadinessProbe}
		if d.Name == "picloud-executor" { // it has no database to reach
			probes = map[string]*core.Probe{"/alive": c.ReadinessProbe}
		}
		for path, probe := range probes {
			if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != path {
				t.Errorf("%s: the probe of %s is %v", d.Name, path, probe)
				continue
			}
			if !slices.ContainsFunc(c.Ports, func(p core.ContainerPort) bool { return probe.HTTPGet.Port == intstr.FromString(p.Name) }) {
				t.Errorf("%s: %s is probed on %s, which is no port", d.Name, path, probe.HTTPGet.Port.String())
			}
		}
		if !strings.Contains(cluster.config(t, d), "respond /alive 200") {
			t.Errorf("%s: nothing answers /alive without the database", d.Name)
		}
		if c.StartupProbe != nil {
			t.Errorf("%s has a limited time to start in", d.Name)
		}
	}
}

func TestKubernetes_PortsAreThoseOfTheCaddyfile(t *testing.T) {
	t.Parallel()
	c := loadCluster(t)
	for _, d := range c.workloads {
		config := c.config(t, d)
		for _, p := range d.Template.Spec.Containers[0].Ports {
			if !strings.Contains(config, fmt.Sprintf("\n:%d {", p.ContainerPort)) {
				t.Errorf("%s: the Caddyfile serves nothing on port %d", d.Name, p.ContainerPort)
			}
			if p.ContainerPort < 1024 {
				t.Errorf("%s: port %d is not for ordinary users", d.Name, p.ContainerPort)
			}
		}
	}
}

func TestKubernetes_PodsHaveTimeToEnd(t *testing.T) {
	t.Parallel()
	c := loadCluster(t)
	for _, d := range c.workloads {
		var delay, grace int64
		for line := range strings.Lines(c.config(t, d)) {
			_, _ = fmt.Sscanf(strings.TrimSpace(line), "shutdown_delay %ds", &delay) // another line
			_, _ = fmt.Sscanf(strings.TrimSpace(line), "grace_period %ds", &grace)
		}
		// And ten seconds in which the log is written out.
		if have := d.Template.Spec.TerminationGracePeriodSeconds; delay == 0 || grace == 0 || have == nil || *have < delay+grace+10 {
			t.Errorf("%s waits %d s and %d s, and is killed too soon", d.Name, delay, grace)
		}
	}
}

func TestKubernetes_VolumesAreMountedWhereTheImageWrites(t *testing.T) {
	t.Parallel()
	for _, d := range loadCluster(t).workloads {
		pod := d.Template.Spec
		volumes := map[string]core.Volume{}
		for _, v := range pod.Volumes {
			volumes[v.Name] = v
			if v.Secret != nil && (v.Secret.DefaultMode == nil || *v.Secret.DefaultMode != 0o440) {
				t.Errorf("%s: the secret %s has the mode %v", d.Name, v.Secret.SecretName, v.Secret.DefaultMode)
			}
		}
		mounted := map[string]bool{}
		for _, m := range pod.Containers[0].VolumeMounts {
			v, ok := volumes[m.Name]
			if !ok {
				t.Errorf("%s mounts %s, which is no volume", d.Name, m.Name)
			}
			if writable := v.EmptyDir != nil || v.PersistentVolumeClaim != nil; writable == m.ReadOnly {
				t.Errorf("%s: %s is writable: %t", d.Name, m.MountPath, !m.ReadOnly)
			}
			mounted[m.MountPath] = true
			delete(volumes, m.Name)
		}
		for _, path := range []string{"/data", "/config", "/tmp", "/etc/picloud", "/run/secrets/picloud"} {
			if !mounted[path] {
				t.Errorf("%s mounts nothing at %s", d.Name, path)
			}
		}
		for name := range volumes {
			t.Errorf("%s has the volume %s, which nothing mounts", d.Name, name)
		}
	}
}

func TestKubernetes_WhatRefersToPodsFindsThem(t *testing.T) {
	t.Parallel()
	c := loadCluster(t)
	selects := func(name string, s labels.Selector) {
		n := 0
		for _, d := range c.workloads {
			if s.Matches(labels.Set(d.Template.Labels)) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s selects the pods of %d workloads", name, n)
		}
	}
	selector := func(name string, s *meta.LabelSelector) {
		converted, err := meta.LabelSelectorAsSelector(s)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		selects(name, converted)
	}
	for _, d := range c.workloads {
		selector("pods of "+d.Name, d.Selector)
		for _, s := range d.Template.Spec.TopologySpreadConstraints {
			selector("spread of "+d.Name, s.LabelSelector)
		}
	}
	for name, s := range c.services {
		selects("service "+name, labels.SelectorFromSet(s.Spec.Selector))
	}
	for _, b := range c.budgets {
		selector("budget "+b.Name, b.Spec.Selector)
	}
	for _, s := range c.scalers {
		target := s.Spec.ScaleTargetRef
		if !slices.ContainsFunc(c.workloads, func(d *workload) bool { return d.Kind == target.Kind && d.Name == target.Name }) {
			t.Errorf("%s scales %s %s, which is not there", s.Name, target.Kind, target.Name)
		}
	}
	for _, i := range c.ingresses {
		for _, rule := range i.Spec.Rules {
			backend := rule.HTTP.Paths[0].Backend.Service
			s, ok := c.services[backend.Name]
			if !ok || !slices.ContainsFunc(s.Spec.Ports, func(p core.ServicePort) bool { return p.Name == backend.Port.Name }) {
				t.Errorf("%s sends %s to %s, which is not there", i.Name, rule.Host, backend.Name)
			}
			if !slices.ContainsFunc(i.Spec.TLS, func(tls networking.IngressTLS) bool { return slices.Contains(tls.Hosts, rule.Host) }) {
				t.Errorf("%s serves %s without TLS", i.Name, rule.Host)
			}
		}
	}
}

// Whoever follows the page changes the image in all of them.
func TestKubernetes_ThePageNamesTheFilesWithAnImage(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("kubernetes/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, step, _ := strings.Cut(text(t, "docs/how-to/deploy.md"), "\n2. ")
	step, _, _ = strings.Cut(step, "\n3. ")
	found := 0
	for _, file := range append(files, executors) {
		if !strings.Contains(text(t, "deploy/"+file), "image: registry.example.com/") {
			continue
		}
		found++
		if name := strings.TrimPrefix(filepath.ToSlash(file), "kubernetes/"); !strings.Contains(step, "`"+name+"`") {
			t.Errorf("%s names an image, and no step says to change it", name)
		}
	}
	if found < 3 {
		t.Errorf("%d files name an image", found)
	}
}

// How the other nodes use the executors is said above them.
func TestKubernetes_NodesCanUseTheExecutors(t *testing.T) {
	t.Parallel()
	c := loadCluster(t)
	var lines []string
	for line := range strings.Lines(text(t, "deploy/"+executors)) {
		if said, ok := strings.CutPrefix(line, "#   "); ok {
			lines = append(lines, said)
		}
	}
	said := strings.Join(lines, "")
	nodes := named(regexp.MustCompile(`(http://\S+)`), said)
	service := c.services["picloud-executor"]
	for _, s := range c.scalers {
		if s.Name == "picloud-executor" && len(nodes) != int(s.Spec.MaxReplicas) {
			t.Errorf("%d nodes are named, and there may be %d", len(nodes), s.Spec.MaxReplicas)
		}
	}
	for i, node := range nodes {
		if want := fmt.Sprintf("http://picloud-executor-%d.%s:%d", i, service.Name, service.Spec.Ports[0].Port); node != want {
			t.Errorf("node %d is %s, want %s", i, node, want)
		}
	}
	own := regexp.MustCompile(`(?s)executor process \{.*?\n\t\t\}\n`)
	for _, d := range c.workloads {
		if d.Name == "picloud-executor" {
			continue
		}
		config := c.config(t, d)
		changed := own.ReplaceAllLiteralString(config, said)
		if changed == config {
			t.Fatalf("%s has no executor of its own to replace", d.Name)
		}
		accept(t, caddyfile{name: d.Name, content: changed, env: podEnvironment(d)})
	}
}
